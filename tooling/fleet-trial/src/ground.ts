import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readEvents, runState, type RunEvent, type RunState } from '@cdev/agent-run';
import {
  branchName,
  mergeOrder,
  planFile,
  planSchemaVersion,
  writePlan,
  type DeploymentPlan,
} from '@cdev/deployment-plan';
import { createGit, scrubbedEnvironment } from '@cdev/test-kit';

const bin = fileURLToPath(new URL('../../../packages/spawn-agents/bin/cdev-spawn-agents.js', import.meta.url));
const planId = 'trial-1-things';

/** A started process of the bin. */
export interface Program {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<number>;
  readonly output: () => Promise<string>;
  /** Seconds of processor time so far, children that have ended counted; the last number known when it has gone. */
  readonly cpu: () => Promise<number>;
}

export interface Ground extends AsyncDisposable {
  readonly folder: string;
  readonly plan: DeploymentPlan;
  readonly origin: string;
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** Another clone with the same plan. */
  readonly clone: (name: string) => Promise<string>;
  /** @param cwd the submitter's repository; default the first */
  readonly submit: (command: string, more?: readonly string[], cwd?: string) => Program;
  /** @param remote folder that leads to the remote; default a link of the worker's own, which can be taken away */
  readonly worker: (name: string, options?: { readonly slots?: number; readonly engine?: string }) => Promise<Program>;
  /** The worker's own way to the remote. */
  readonly link: (name: string) => string;
  readonly state: (cwd?: string) => Promise<RunState>;
  readonly events: (cwd?: string) => Promise<readonly RunEvent[]>;
  /** Commits of the agents' branches at the remote. */
  readonly promoted: () => Promise<ReadonlyMap<string, string>>;
}

export interface GroundOptions {
  readonly engine: string;
  /** Names of agents and what each depends on. */
  readonly agents: Readonly<Record<string, readonly string[]>>;
  /** For workers and submitters on machines of a lab; without it all are on this one. */
  readonly lab?: GroundLab | undefined;
}

export interface GroundLab {
  /** The words that run a program on a machine. */
  readonly on: (machine: string) => readonly string[];
  /** URLs of the engine and of the remote as those machines reach them. */
  readonly engine: string;
  readonly remote: string;
}

/** A folder with a repository, a plan and a bare remote. Programs that still run when it is disposed of are ended. */
export async function openGround({ engine: ownWay, agents, lab }: GroundOptions): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'cdev-fleet-trial-'));
  const engine = lab?.engine ?? ownWay;
  const first = join(folder, 'first');
  const origin = join(folder, 'origin.git');
  const git = createGit(folder);
  await git(folder, 'init', '--quiet', '--initial-branch=main', first);
  await git(first, 'commit', '--quiet', '--allow-empty', '--message', 'Begin');
  await git(folder, 'clone', '--quiet', '--bare', first, origin);
  await git(origin, 'config', 'uploadpack.allowFilter', 'true');
  await git(first, 'remote', 'add', 'origin', lab?.remote ?? origin);
  const planned = Object.entries(agents).map(([id, dependsOn]) => ({
    id,
    role: 'software engineer',
    title: `Make ${id}`,
    task: `Make ${id}.`,
    owns: [`src/${id}/**`],
    creates: [],
    reads: [],
    dependsOn,
    criteria: [`${id} works`],
    checks: [],
    estimate: { minutes: 10, files: 1 },
    reasons: [],
    branch: branchName(planId, id),
  }));
  const plan: DeploymentPlan = {
    schemaVersion: planSchemaVersion,
    id: planId,
    title: 'Things',
    issue: { id: 'TRIAL-1', title: 'Things' },
    base: { branch: 'main', commit: await git(first, 'rev-parse', 'HEAD') },
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'trial',
    agents: planned,
    shared: [],
    mergeOrder: mergeOrder(planned),
    checks: [],
    decisions: [],
  };
  await writePlan(planFile(join(first, '.git'), planId), plan);
  const programs: Program[] = [];
  let count = 0;
  const start = (cwd: string, home: string, argv: readonly string[]): Program => {
    const log = join(folder, `program-${(count += 1)}.txt`);
    // In a lab the name of its home is that of its machine.
    const [program = '', ...words] = [...(lab?.on(home) ?? []), process.execPath, bin, ...argv];
    const child = spawn(program, words, {
      cwd,
      env: { ...scrubbedEnvironment(join(folder, home)), TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const file = createWriteStream(log);
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    let seconds = 0;
    const cpu = async (): Promise<number> => {
      const text = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      // utime, stime, cutime, cstime, in hundredths of a second.
      const sum = fields.slice(11, 15).reduce((all, field) => all + Number(field), 0) / 100;
      return (seconds = Math.max(seconds, Number.isFinite(sum) ? sum : 0));
    };
    const started: Program = {
      pid: child.pid as number,
      kill: (signal) => void child.kill(signal),
      ended: new Promise((done) => child.once('close', (code) => done(code ?? -1))),
      output: () => readFile(log, 'utf8').catch(() => ''),
      cpu,
    };
    programs.push(started);
    return started;
  };
  const link = (name: string): string => join(folder, `to-${name}.git`);
  const commonDir = (cwd: string): string => join(cwd, '.git');
  const events = (cwd = first): Promise<readonly RunEvent[]> => readEvents(commonDir(cwd), planId);
  return {
    folder,
    plan,
    origin,
    git: (...args) => git(first, ...args),
    clone: async (name) => {
      const path = join(folder, name);
      await git(folder, 'clone', '--quiet', origin, path);
      if (lab) await git(path, 'remote', 'set-url', 'origin', lab.remote);
      await writePlan(planFile(commonDir(path), planId), plan);
      return path;
    },
    submit: (command, more = [], cwd = first) =>
      start(cwd, 'submitter', ['--run', '--command', command, '--engine', engine, '--dependencies', 'none', ...more]),
    worker: async (name, { slots = 2, engine: way = engine } = {}) => {
      await mkdir(join(folder, name), { recursive: true });
      await symlink(origin, link(name)).catch(() => {});
      const remote = lab?.remote ?? `file://${link(name)}`;
      const argv = ['worker', '--engine', way, '--slots', String(slots), '--remote', remote];
      return start(join(folder, name), name, argv);
    },
    link,
    events,
    state: async (cwd) => runState(await events(cwd), { agents: plan.agents }),
    promoted: async () => {
      const text = await git(
        origin,
        'for-each-ref',
        '--format=%(refname:lstrip=4) %(objectname)',
        `refs/heads/cdev/${planId}`,
      );
      return new Map(
        text
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => line.split(' ') as [string, string]),
      );
    },
    [Symbol.asyncDispose]: async () => {
      for (const { kill } of programs) {
        kill('SIGCONT');
        kill('SIGKILL');
      }
      await Promise.all(programs.map(({ ended }) => ended));
      if (process.env['CDEV_TRIAL_TALKS'] === '1')
        for (const [at, { output }] of programs.entries()) console.log(`--- program ${at + 1}\n${await output()}`);
      // Their agents end a moment after them.
      await pause(300);
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
