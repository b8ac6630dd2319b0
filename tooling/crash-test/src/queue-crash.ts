import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@cdev/agent-run';
import { checkCacheOf, keepCheckLoad } from '@cdev/project-checks';
import { openRepository } from '@cdev/git';
import { parallelRun, type ParallelRun } from '@cdev/run-fixture';

const barrel = (...names: string[]): string =>
  names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
const shared = [{ path: 'src/index.ts', rule: 'imports', agents: ['*'], reason: 'the barrel' }] as const;
/** Says for each run, outside of the tree, which tree it was of. */
const command = 'git rev-parse HEAD^{tree} >> "$COUNT"; sleep "$NAP"; test ! -e b/broken && echo "# tests 1"';

/** `tests`: one of the three breaks the tests; `imports`: one takes out an export, and the next imports it, whose task is written. */
export type QueueScene = 'tests' | 'imports';

export interface QueueCrash {
  readonly scene?: QueueScene;
  /** Of the lines that the first process writes, the one at which it is killed; those after it go on undisturbed. */
  readonly at?: number;
  /** Of the lines that each process writes about candidates and the target, the one at which it is killed, down to one line a process. */
  readonly every?: number;
  /** The first process is killed at the first line of this type; those after it go on undisturbed. */
  readonly type?: string;
  /** Half of that line is written. */
  readonly torn?: boolean;
  readonly atOnce?: number;
}

export interface CrashedQueue {
  /** What must be the same, however often it was killed. */
  readonly end: Readonly<Record<string, unknown>>;
  /** Trees that were tested, each as often as it was. */
  readonly tested: readonly string[];
  readonly kills: number;
  /** Lines that the queue has written into the journal, all processes together. */
  readonly lines: number;
}

interface Scene {
  readonly files: Readonly<Record<string, string>>;
  readonly work: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const total = (name: string): string => `export const ${name} = 1;\n\nexport const other = 2;\n`;
const cart = (name: string): string => `import { ${name} } from '../a/total.ts';\n\nexport const cart = ${name};\n`;

const scenes: Readonly<Record<QueueScene, Scene>> = {
  tests: {
    files: { 'src/index.ts': barrel('start') },
    work: {
      a: { 'src/index.ts': barrel('start', 'a'), 'a/a.txt': 'a\n' },
      b: { 'b/broken': '' },
      c: { 'src/index.ts': barrel('start', 'c'), 'c/c.txt': 'c\n' },
    },
  },
  imports: {
    files: { 'src/index.ts': barrel('start'), 'a/total.ts': total('total'), 'b/cart.ts': cart('other') },
    work: {
      a: { 'src/index.ts': barrel('start', 'a'), 'a/total.ts': total('sum') },
      b: { 'b/cart.ts': cart('total') },
      c: { 'src/index.ts': barrel('start', 'c'), 'c/c.txt': 'c\n' },
    },
  },
};

/**
 * A queue of three that meet in a barrel, one of which does not go in, whose process is killed again and again at a line of its journal, until
 * one comes to the end.
 */
export async function crashQueue(crash: QueueCrash): Promise<CrashedQueue> {
  const { scene = 'tests', at = 0, every = 0, type = '', torn = false, atOnce = 1 } = crash;
  const agents = { a: { owns: ['a/**'] }, b: { owns: ['b/**'] }, c: { owns: ['c/**'] } };
  const checks = [{ name: 'test', command }];
  const { files, work: works } = scenes[scene];
  await using run = await parallelRun({ files, agents, shared, checks });
  for (const [agent, changes] of Object.entries(works)) await work(run, agent, changes);
  if (atOnce > 1) await asIfMeasured(run);
  const count = join(run.commonDir, 'count');
  const before = (await run.journal.read()).length;
  const env = { COUNT: count, NAP: atOnce > 1 ? '0.2' : '0' };
  let kills = 0;
  const place = (): readonly [number, string] => {
    if (every > 0) return [every, 'own'];
    if (type !== '') return [kills === 0 ? 1 : 0, type];
    return [kills === 0 ? at : 0, 'all'];
  };
  while (!(await runOnce(run, [...place(), torn ? 'torn' : 'whole', atOnce].map(String), env))) {
    kills += 1;
    if (kills > 60) throw new Error('It does not get on');
    // The same command after its last word would be another integration, which tries once more what was not merged.
    if (!torn && (await told(run)).at(-1)?.startsWith('integration-ended') === true) break;
  }
  const tested = (await readFile(count, 'utf8')).trim().split('\n').sort();
  return { end: await endOf(run), tested, kills, lines: (await run.journal.read()).length - before };
}

async function work(run: ParallelRun, agent: string, files: Readonly<Record<string, string>>): Promise<void> {
  const commit = (await run.worktrees[agent]?.commit(`Work of ${agent}`, files)) ?? '';
  await run.finish(agent);
  await run.journal.append({ type: 'committed', agent, commit, files: Object.keys(files).length, complete: true });
}

/** So that several at once are worth it from the first run on. */
async function asIfMeasured(run: ParallelRun): Promise<void> {
  const store = checkCacheOf(await openRepository(run.repository.path), '');
  const past = { name: 'test', command, status: 'passed', reason: '', tail: '', cached: false } as const;
  await keepCheckLoad(store, { ...past, duration: 60_000, cpu: 600 });
}

const victim = fileURLToPath(new URL('queue-victim.ts', import.meta.url));

/** Milliseconds after which a process hangs and is not merely slow. */
const timeLimit = 300_000;

/** @returns whether it came to the end. */
async function runOnce(
  run: ParallelRun,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  const flags = ['--no-warnings', '--conditions=@cdev/source'];
  const child = spawn(process.execPath, [...flags, victim, run.repository.path, ...args], {
    // Who is killed removes nothing: what is temporary goes with the repository.
    env: { ...process.env, ...env, NODE_OPTIONS: '', TMPDIR: join(run.repository.path, '..') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const patience = setTimeout(() => child.kill('SIGTERM'), timeLimit);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('exit', (...ended) => resolve(ended));
  });
  clearTimeout(patience);
  if (signal === 'SIGKILL') return false;
  if (code !== 0) throw new Error(`The queue ended with ${signal ?? code}`);
  return true;
}

async function endOf(run: ParallelRun): Promise<CrashedQueue['end']> {
  const { git } = run.repository;
  return {
    refs: await git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads'),
    log: await git('log', '--format=%H %an %cd %s', 'main'),
    status: await git('status', '--porcelain'),
    broken: await git('fsck', '--no-dangling', '--no-progress'),
    worktrees: (await git('worktree', 'list')).split('\n').length,
    told: await told(run),
    handOffs: await handOffsOf(run),
  };
}

/** Tasks with their texts. */
async function handOffsOf({ commonDir, plan }: ParallelRun): Promise<Readonly<Record<string, string>>> {
  const folder = join(commonDir, 'cdev/runs', plan.id, 'handoffs');
  const names = await readdir(folder).catch(() => []);
  const tasks = names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(tasks));
}

async function told({ journal }: ParallelRun): Promise<string[]> {
  return (await journal.read()).flatMap(describe);
}

function describe(event: RunEvent): string[] {
  switch (event.type) {
    case 'candidate-checked':
      return [`${event.agent} ${event.passed ? 'passed' : 'failed'}`];
    case 'integration-ended':
      return [`${event.type} ${event.outcome}`];
    case 'candidate-merged':
    case 'ejected':
      return [`${event.agent} ${event.type}`];
    case 'integration-started':
    case 'target-moved':
      return [event.type];
    default:
      return [];
  }
}
