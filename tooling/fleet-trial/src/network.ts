import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createLab, tempPostgres, type Lab, type TempPostgres } from '@cdev/test-kit';
import { agents, engineEvents, made, runningOn, until, whole, type Finding, type Trial } from './findings.ts';
import { killed, paused, twoSubmitters } from './trials.ts';
import { openGround, type Ground, type GroundOptions } from './ground.ts';

/** Machines as network namespaces: the engine, the remote, who submits, and three workers. */
const machines = ['database', 'remote', 'submitter', 'w1', 'w2', 'w3'] as const;
type Machine = (typeof machines)[number];

interface Machines extends Pick<Scene, 'server' | 'cable'>, AsyncDisposable {
  readonly open: (options: GroundOptions) => Promise<Ground>;
}

interface Scene extends AsyncDisposable {
  readonly server: TempPostgres;
  readonly ground: Ground;
  /** Takes a machine's cable out, or puts it in. Nobody is told: what is sent goes nowhere. */
  readonly cable: (machine: Machine, state: 'up' | 'down') => void;
}

/** Machines, with the database on its own; grounds on them have the remote on its own. @param bin of PostgreSQL */
async function openMachines(bin: string): Promise<Machines> {
  await using stack = new AsyncDisposableStack();
  const lab: Lab = stack.use(createLab(machines));
  const place = { address: lab.address('database'), network: '10.77.0.0/24', run: lab.on('database') };
  const server = stack.use(await tempPostgres(bin, place));
  const remote = `git://${lab.address('remote')}/origin.git`;
  const setting = { on: lab.on, engine: server.networkUrl, remote };
  const cable = (machine: Machine, state: 'up' | 'down'): void =>
    void execFileSync('sh', ['-c', lab.cable(machine, state)]);
  const whole = stack.move();
  return {
    server,
    cable,
    open: async (options) => {
      await using opened = new AsyncDisposableStack();
      const ground = opened.use(await openGround({ ...options, lab: setting }));
      opened.use(await serveGit(lab, ground));
      const all = opened.move();
      return { ...ground, [Symbol.asyncDispose]: () => all.disposeAsync() };
    },
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}

/** @param bin of PostgreSQL */
async function openScene(bin: string, planned: GroundOptions['agents']): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const { server, cable, open } = stack.use(await openMachines(bin));
  const ground = stack.use(await open({ engine: server.url, agents: planned }));
  const whole = stack.move();
  return { server, ground, cable, [Symbol.asyncDispose]: () => whole.disposeAsync() };
}

/** One of the trials of one machine, on machines. */
function onMachines(trial: Trial): NetworkTrial['run'] {
  return async (bin) => {
    await using place = await openMachines(bin);
    return await trial(place.server, place.open);
  };
}

/** The remote by git's own server, which anybody may push to. */
async function serveGit(lab: Lab, { folder }: Ground): Promise<AsyncDisposable> {
  const daemon = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-daemon');
  const address = lab.address('remote');
  const options = [
    '--reuseaddr',
    '--export-all',
    '--enable=receive-pack',
    `--base-path=${folder}`,
    `--listen=${address}`,
  ];
  const [first = '', ...words] = [...lab.on('remote'), daemon, ...options];
  await using stack = new AsyncDisposableStack();
  const child = spawn(first, words, { stdio: 'ignore' });
  const ended = once(child, 'close');
  stack.defer(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const asked = `require('net').connect(9418, '${address}').once('connect', () => process.exit(0)).once('error', () => process.exit(1))`;
  await until('the remote answers', async () => {
    const [program = '', ...more]: readonly string[] = [...lab.on('submitter'), process.execPath, '-e', asked];
    const [code] = (await once(spawn(program, more, { stdio: 'ignore' }), 'close')) as [number];
    return code === 0;
  });
  return stack.move();
}

const ready = (ground: Ground, names: readonly string[], slots: number) =>
  Promise.all(
    names.map(async (name) => {
      const worker = await ground.worker(name, { slots });
      await until(`${name} is ready`, async () => /at once/.test(await worker.output()));
      return worker;
    }),
  );

/** Its cable is out while its agent works on to the end; in again when another has done the task. */
async function cutOff(bin: string): Promise<readonly Finding[]> {
  await using scene = await openScene(bin, agents(5));
  const { ground, server, cable } = scene;
  const [[first]] = await Promise.all([ready(ground, ['w1'], 1), ready(ground, ['w2', 'w3'], 2)]);
  const go = join(ground.folder, 'go');
  const submitter = ground.submit(
    `${made}; echo $$ >> src/$CDEV_AGENT/made.txt; until [ -e '${go}' ]; do sleep 0.1; done`,
  );
  await until('all are at work', async () => (await runningOn(ground)).length === 5);
  const id = /(\S+): 1 at once/.exec((await first?.output()) ?? '')?.[1];
  cable('w1', 'down');
  const at = Date.now();
  // All end, those of the others soon enough for a free slot.
  await writeFile(go, '');
  const code = await submitter.ended;
  const events = await engineEvents(ground, server.url);
  const lost = events.find(({ worker }) => worker !== undefined && worker.id === id)?.task;
  const again = events.find(({ task, kind, attempt }) => task === lost && kind === 'claimed' && attempt === 2);
  const seconds = ((again?.at ?? Number.POSITIVE_INFINITY) - at) / 1000;
  const before = [...(await ground.promoted())].toString();
  cable('w1', 'up');
  const letGo = async (): Promise<boolean> => /lost|no longer|may not push/.test((await first?.output()) ?? '');
  await until('the one that was cut off has let go', letGo, 180);
  const woken = (Date.now() - at) / 1000;
  const after = [...(await ground.promoted())].toString();
  // What it would still like to push.
  await pause(3000);
  const later = [...(await ground.promoted())].toString();
  first?.kill('SIGTERM');
  const end = await first?.ended;
  return [
    { what: 'the submitter ends well', isWell: code === 0, found: code === 0 ? undefined : await submitter.output() },
    { what: `another had its task within 15 s: ${seconds.toFixed(1)} s`, isWell: seconds <= 15 },
    {
      what: `connected again, it lets go (${woken.toFixed(0)} s after it was cut off) and has moved no branch`,
      isWell: before === after && after === later,
      found: after,
    },
    { what: 'and ends when it is told to', isWell: end === 1, found: String(end) },
    ...(await whole(ground, server.url)),
  ];
}

/** Silent for all while their agents end. */
async function remoteSilent(bin: string): Promise<readonly Finding[]> {
  await using scene = await openScene(bin, agents(3));
  const { ground, server, cable } = scene;
  await ready(ground, ['w1', 'w2', 'w3'], 1);
  const submitter = ground.submit(`${made}; sleep 3`);
  await until('all are at work', async () => (await runningOn(ground)).length === 3);
  cable('remote', 'down');
  // Twice a lease.
  await pause(20_000);
  const none = [...(await ground.promoted()).keys()];
  cable('remote', 'up');
  const code = await submitter.ended;
  const events = await engineEvents(ground, server.url);
  return [
    { what: 'nothing was promoted meanwhile', isWell: none.length === 0, found: none.join() },
    { what: 'no attempt was lost by it', isWell: events.every(({ attempt }) => attempt <= 1) },
    { what: 'the submitter ends well', isWell: code === 0, found: code === 0 ? undefined : await submitter.output() },
    ...(await whole(ground, server.url)),
  ];
}

async function databaseRestarted(bin: string): Promise<readonly Finding[]> {
  await using scene = await openScene(bin, { ...agents(3), a3: ['a0', 'a1'] });
  const { ground, server } = scene;
  await ready(ground, ['w1', 'w2', 'w3'], 1);
  const submitter = ground.submit(`${made}; sleep 3`);
  await until('three are at work', async () => (await runningOn(ground)).length === 3);
  await server.killAndStart();
  const code = await submitter.ended;
  return [
    { what: 'the submitter ends well', isWell: code === 0, found: code === 0 ? undefined : await submitter.output() },
    ...(await whole(ground, server.url)),
  ];
}

export interface NetworkTrial {
  readonly what: string;
  readonly run: (bin: string) => Promise<readonly Finding[]>;
}

export const networkTrials: Readonly<Record<string, NetworkTrial>> = {
  'net-killed': { what: 'a worker killed by SIGKILL, each on a machine of its own', run: onMachines(killed) },
  'net-paused': { what: 'a worker stopped and resumed, each on a machine of its own', run: onMachines(paused) },
  'net-submitters': { what: 'two submitters of one plan, over the network', run: onMachines(twoSubmitters) },
  'net-cut-off': { what: 'a worker whose cable is out in the middle of a task', run: cutOff },
  'net-remote': { what: 'a git remote that falls silent while the work ends', run: remoteSilent },
  'net-database': { what: 'the database killed and started again, over the network', run: databaseRestarted },
};
