import { rename, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { busy } from './busy.ts';
import { cutThrough } from './cut-through.ts';
import { agents, engineEvents, made, runningOn, until, whole, type Trial } from './findings.ts';
import { openGround } from './ground.ts';

/** Claims of the runs that the engine has. */
async function claims(url: string): Promise<number> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT count(*)::int AS count FROM cdev_fleet.event WHERE kind = 'claimed'");
    return (rows[0] as { count: number }).count;
  } finally {
    await client.end();
  }
}

/** The worker's processes end with it, another has its tasks within 15 s, nothing is lost. */
export const killed: Trial = async ({ url }, open = openGround) => {
  await using ground = await open({ engine: url, agents: agents(6) });
  // A mark that nothing but this has, to find its processes by.
  const submitter = ground.submit(`${made}; sleep 4.4242`);
  const workers = await Promise.all(['w1', 'w2', 'w3'].map((name) => ground.worker(name)));
  await until('all six are at work', async () => (await runningOn(ground)).length === 6);
  const [first] = workers;
  first?.kill('SIGKILL');
  const at = Date.now();
  const code = await submitter.ended;
  const events = await engineEvents(ground, url);
  const again = events.filter(({ kind, attempt }) => kind === 'claimed' && attempt === 2);
  const seconds = Math.max(...again.map((event) => event.at - at)) / 1000;
  return [
    { what: 'the submitter ends well', isWell: code === 0, found: code === 0 ? undefined : await submitter.output() },
    {
      what: `its tasks were claimed again within 15 s: ${seconds.toFixed(1)} s`,
      isWell: again.length === 2 && seconds <= 15,
    },
    ...(await whole(ground, url)),
  ];
};

/** Stopped while its agent works on to the end; woken when another has done the task. */
export const paused: Trial = async ({ url }, open = openGround) => {
  await using ground = await open({ engine: url, agents: agents(1) });
  const submitter = ground.submit(`${made}; echo $$ >> src/$CDEV_AGENT/made.txt; sleep 3`);
  const first = await ground.worker('w1');
  await until('it is at work', async () => (await runningOn(ground)).length === 1);
  first.kill('SIGSTOP');
  const second = await ground.worker('w2');
  const code = await submitter.ended;
  const before = await ground.promoted();
  first.kill('SIGCONT');
  // It hears with its next word or push that the task is another's.
  await until('the paused one has let go', async () => /lost|no longer/.test(await first.output()), 60);
  const after = await ground.promoted();
  first.kill('SIGTERM');
  second.kill('SIGTERM');
  const ends = await Promise.all([first.ended, second.ended]);
  return [
    { what: 'another did the task of the paused worker', isWell: code === 0, found: String(code) },
    {
      what: 'woken, the paused one has moved no branch',
      isWell: before.get('a0') !== undefined && before.get('a0') === after.get('a0'),
    },
    { what: 'both end when they are told to', isWell: ends[0] === 1 && ends[1] === 0, found: ends.join() },
    ...(await whole(ground, url)),
  ];
};

/** One worker has no way to the database any more, and works on; the others have its task. */
const cutOff: Trial = async ({ url }) => {
  await using way = await cutThrough(url);
  await using ground = await openGround({ engine: url, agents: agents(2) });
  const submitter = ground.submit(`${made}; sleep 3`);
  const first = await ground.worker('w1', { engine: way.url });
  await until('both are at work', async () => (await runningOn(ground)).length === 2);
  await way.cut();
  await ground.worker('w2');
  const code = await submitter.ended;
  const before = await ground.promoted();
  await way.mend();
  await until('the one that was cut off has let go', async () => /lost|no longer|done/.test(await first.output()), 120);
  const after = await ground.promoted();
  return [
    { what: 'the tasks of the worker that was cut off are done', isWell: code === 0, found: String(code) },
    {
      what: 'connected again, it has moved no branch',
      isWell: JSON.stringify([...before]) === JSON.stringify([...after]),
    },
    ...(await whole(ground, url)),
  ];
};

const databaseRestarted: Trial = async (server) => {
  const { url } = server;
  await using ground = await openGround({ engine: url, agents: { ...agents(4), a4: ['a0', 'a1'] } });
  const submitter = ground.submit(`${made}; sleep 2`);
  await Promise.all(['w1', 'w2', 'w3'].map((name) => ground.worker(name)));
  await until('four are at work', async () => (await runningOn(ground)).length === 4);
  await server.killAndStart();
  const code = await submitter.ended;
  return [
    { what: 'the submitter ends well', isWell: code === 0, found: code === 0 ? undefined : await submitter.output() },
    ...(await whole(ground, url)),
  ];
};

/** Away for all while they work, and for one of them from before it begins. */
const remoteUnreachable: Trial = async ({ url }) => {
  await using ground = await openGround({ engine: url, agents: agents(4) });
  const submitter = ground.submit(`${made}; sleep 2`);
  const workers = await Promise.all(['w1', 'w2'].map((name) => ground.worker(name)));
  await until('four are at work', async () => (await runningOn(ground)).length === 4);
  await rename(ground.origin, `${ground.origin}-away`);
  await until(
    'they wait for the remote',
    async () => (await Promise.all(workers.map((one) => one.output()))).length === 2,
  );
  await pause(6000);
  const none = [...(await ground.state()).agents.values()].filter(({ status }) => status === 'committed');
  await rename(`${ground.origin}-away`, ground.origin);
  const code = await submitter.ended;
  const events = await engineEvents(ground, url);
  return [
    {
      what: 'nothing was done while the remote was away',
      isWell: none.length === 0,
      found: none.map(({ id }) => id).join(),
    },
    { what: 'and no attempt was lost by it', isWell: events.every(({ attempt }) => attempt <= 1) },
    { what: 'the submitter ends well', isWell: code === 0, found: code === 0 ? undefined : await submitter.output() },
    ...(await whole(ground, url)),
  ];
};

const oneWithoutRemote: Trial = async ({ url }) => {
  await using ground = await openGround({ engine: url, agents: agents(3) });
  const first = await ground.worker('w1');
  await until('it is ready', async () => /at once/.test(await first.output()));
  await unlink(ground.link('w1'));
  const submitter = ground.submit(`${made}; sleep 1`);
  await until('it has claimed', async () => (await claims(url)) > 0);
  await ground.worker('w2');
  await pause(3000);
  await symlink(ground.origin, ground.link('w1'));
  const code = await submitter.ended;
  return [
    {
      what: 'a worker whose remote is away for a while loses nothing',
      isWell: code === 0,
      found: code === 0 ? undefined : await submitter.output(),
    },
    ...(await whole(ground, url)),
  ];
};

export const twoSubmitters: Trial = async ({ url }, open = openGround) => {
  await using ground = await open({ engine: url, agents: { a0: [], a1: ['a0'] } });
  const other = await ground.clone('other');
  const both = [ground.submit(`${made}; sleep 1`), ground.submit(`${made}; sleep 1`, [], other)];
  await Promise.all(['w1', 'w2', 'w3'].map((name) => ground.worker(name)));
  const codes = await Promise.all(both.map(({ ended }) => ended));
  const events = await engineEvents(ground, url);
  const submitted = events.filter(({ kind }) => kind === 'submitted').length;
  return [
    { what: 'both end well', isWell: codes.every((code) => code === 0), found: codes.join() },
    { what: 'the plan was submitted once', isWell: submitted === 2, found: String(submitted) },
    ...(await whole(ground, url)),
    ...(await whole(ground, url, other)),
  ];
};

/** First told to end: takes nothing new. Told again: gives back, its work kept. */
const drained: Trial = async ({ url }) => {
  await using ground = await openGround({ engine: url, agents: agents(2) });
  const go = join(ground.folder, 'go');
  const submitter = ground.submit(`${made}; until [ -e '${go}' ]; do sleep 0.2; done`);
  const first = await ground.worker('w1', { slots: 1 });
  await until('one is at work', async () => (await runningOn(ground)).length === 1);
  first.kill('SIGTERM');
  await until('it drains', async () => /nothing new/.test(await first.output()));
  first.kill('SIGTERM');
  const end = await first.ended;
  const second = await ground.worker('w2', { slots: 1 });
  await until('one is at work again', async () => (await runningOn(ground)).length === 1);
  second.kill('SIGTERM');
  // Two signals at once are one.
  await until('it drains', async () => /nothing new/.test(await second.output()));
  second.kill('SIGTERM');
  await second.ended;
  await writeFile(go, '');
  await ground.worker('w3');
  const code = await submitter.ended;
  const events = await engineEvents(ground, url);
  const released = events.filter(({ kind }) => kind === 'released').length;
  return [
    {
      what: 'a worker that is told twice ends and gives back',
      isWell: end === 0 && released === 2,
      found: `${end} ${released}`,
    },
    { what: 'the submitter ends well', isWell: code === 0, found: code === 0 ? undefined : await submitter.output() },
    ...(await whole(ground, url)),
  ];
};

export const trials: Readonly<Record<string, { readonly what: string; readonly run: Trial }>> = {
  killed: { what: 'a worker killed by SIGKILL', run: killed },
  paused: { what: 'a worker stopped, and resumed when another has done its task', run: paused },
  'cut-off': { what: 'a worker cut off from the database', run: cutOff },
  database: { what: 'the database killed and started again', run: databaseRestarted },
  remote: { what: 'the git remote away while the work ends', run: remoteUnreachable },
  'no-remote': { what: 'the git remote away for one worker before it begins', run: oneWithoutRemote },
  submitters: { what: 'two submitters of one plan', run: twoSubmitters },
  drained: { what: 'workers told to end, once and twice', run: drained },
  busy: { what: 'heartbeats while all words wait for a lock', run: busy },
};
