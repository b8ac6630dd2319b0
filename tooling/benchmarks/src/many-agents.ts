import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { branchName, mergeOrder, planFile, planSchemaVersion, writePlan } from '@cdev/deployment-plan';
import type { Benchmark } from './frame/benchmark.ts';
import { git } from './frame/large-repository.ts';
import { median } from './frame/measure.ts';

const atOnce = 8;
const work =
  'mkdir -p "src/$CDEV_AGENT"; for n in $(seq 40); do echo "line $n"; echo "$n" >> "src/$CDEV_AGENT/made.txt"; sleep 0.05; done';

/** A hundred shell commands as agents: that the memory of their supervisor stays flat, and that watching them costs little. */
export const benchmark: Benchmark = {
  summary: 'a hundred agents, eight at once, and a monitor beside them: pnpm bench many-agents [number]',
  bar: 'all end well; the supervisor takes 150 MB at most, in the last quarter within 1.2 of the second; a refresh of the monitor under 100 ms CPU; idle under 1 % of a processor',
  run: async ({ root, args, note }) => {
    const count = Number(args[0] ?? 100);
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cdev-bench-'));
    try {
      const repository = join(folder, 'repository');
      await plannedRepository(repository, count);
      const env = { ...process.env, CDEV_HOME: join(folder, 'home') };
      const bin = (script: string): string => join(root, 'packages', script, 'bin', `cdev-${script}.js`);
      const begin = (script: string, ...words: string[]): ChildProcess =>
        spawn(process.execPath, [bin(script), ...words], { cwd: repository, env, stdio: ['ignore', 'pipe', 'ignore'] });
      note(`${count} agents, ${atOnce} at once`);
      const started = performance.now();
      const run = begin('spawn-agents', '--run', '--command', work, '--max-parallel', String(atOnce), '--json');
      const output = collect(run);
      const hasEnded = once(run, 'close');
      const memory = sampleMemory(run);
      await pause(10_000);
      const watching = await watch(begin('monitor-agents', '--watch', '--json'), 20_000);
      await hasEnded;
      const wall = performance.now() - started;
      const idle = await watch(begin('monitor-agents', '--watch', '--json'), 15_000);
      const done = (output().match(/"verdict":\s*"done"/g) ?? []).length;
      const quarter = (number: number): number =>
        median(memory.slice(Math.floor((memory.length * (number - 1)) / 4), Math.floor((memory.length * number) / 4)));
      const most = Math.max(...memory);
      const growth = quarter(4) / quarter(2);
      const perRefresh = watching.cpu / Math.max(1, watching.refreshes);
      const idleShare = idle.cpu / idle.wall;
      return {
        head: ['what', 'figure'],
        rows: [
          ['agents that ended well', `${done} of ${count}`],
          ['wall time', `${(wall / 1000).toFixed(0)} s`],
          [
            'memory of the supervisor, median of each quarter',
            [1, 2, 3, 4].map((n) => quarter(n).toFixed(0)).join(', ') + ' MB',
          ],
          ['memory of the supervisor, at most', `${most.toFixed(0)} MB`],
          ['last quarter to second', growth.toFixed(2)],
          ['monitor while they work, CPU a refresh', `${perRefresh.toFixed(0)} ms (${watching.refreshes} refreshes)`],
          ['monitor when all have ended, share of a processor', `${(idleShare * 100).toFixed(1)} %`],
        ],
        isMet: done === count && most <= 150 && growth <= 1.2 && perRefresh <= 100 && idleShare <= 0.01,
        notes: [
          `Each agent prints and writes forty lines in two seconds. Resident memory, every quarter of a second. CPU of the monitor with the gits it starts, without its start.`,
        ],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function plannedRepository(repository: string, count: number): Promise<void> {
  git('/', 'init', '--quiet', '--initial-branch=main', repository);
  writeFileSync(join(repository, 'README.md'), '# Many\n');
  git(repository, 'add', '--all');
  git(repository, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '--quiet', '--message=Begin');
  const id = 'many';
  const agents = Array.from({ length: count }, (_, at) => {
    const agent = `agent-${at + 1}`;
    return {
      id: agent,
      title: `Part ${at + 1}`,
      role: 'developer',
      task: `Make part ${at + 1}`,
      branch: branchName(id, agent),
      owns: [`src/${agent}/**`],
      creates: [],
      reads: [],
      dependsOn: [],
      criteria: [],
      checks: [],
      estimate: { minutes: 1, files: 1 },
      reasons: [],
    };
  });
  await writePlan(planFile(join(repository, '.git'), id), {
    schemaVersion: planSchemaVersion,
    id,
    title: 'Many',
    issue: { id: 'MANY', title: 'Many' },
    base: { branch: 'main', commit: git(repository, 'rev-parse', 'HEAD').trim() },
    createdAt: new Date().toISOString(),
    createdBy: 'bench',
    agents,
    shared: [],
    mergeOrder: mergeOrder(agents),
    checks: [],
    decisions: [],
  });
}

function collect({ stdout }: ChildProcess): () => string {
  let text = '';
  stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

/** Resident memory in megabytes, four times a second while it lives. */
function sampleMemory({ pid }: ChildProcess): number[] {
  const samples: number[] = [];
  const timer = setInterval(() => {
    try {
      const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      if (kilobytes === undefined) clearInterval(timer);
      else samples.push(Number(kilobytes) / 1024);
    } catch {
      clearInterval(timer);
    }
  }, 250);
  return samples;
}

/** CPU of a monitor and its children in milliseconds, from its first view on. */
async function watch(
  child: ChildProcess,
  duration: number,
): Promise<{ readonly cpu: number; readonly wall: number; readonly refreshes: number }> {
  const output = collect(child);
  while (!output().includes('\n') && child.exitCode === null) await pause(50);
  // It looks around a second time before it waits.
  await pause(1500);
  const [before, seen, from] = [cpuOf(child), countLines(output()), performance.now()];
  await pause(duration);
  const measured = {
    cpu: cpuOf(child) - before,
    wall: performance.now() - from,
    refreshes: countLines(output()) - seen,
  };
  child.kill();
  await once(child, 'close');
  return measured;
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

/** Own and ended children's user and system time: fields 14 to 17 of /proc/<pid>/stat (proc(5)), in hundredths of a second. */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field) * 10, 0);
}
