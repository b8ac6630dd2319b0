import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deploy, recoverDeployment, type Step } from '../src/index.ts';
import { hasSshd, sshFarm, type SshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };
const limit = 120_000;

/** Where a deployer is killed. */
type Kill = readonly [moment: 'before' | 'in', step: Step, host: string, way?: 'ssh2'];

interface Deployer {
  readonly process: ChildProcess;
  /** What it printed, and the signal that ended it. */
  readonly ended: Promise<{ readonly said: string; readonly signal: NodeJS.Signals | null }>;
}

function startDeployer(folder: string, step = '', host = '', ...path: readonly string[]): Deployer {
  const program = fileURLToPath(new URL('killed-deployer.ts', import.meta.url));
  const started = spawn(
    process.execPath,
    ['--conditions=@cdev/source', '--no-warnings', program, folder, step, host, ...path],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  started.stdout.on('data', (chunk) => (said += String(chunk)));
  return {
    process: started,
    ended: new Promise((resolve) => started.once('close', (_, signal) => resolve({ said, signal }))),
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('it did not come to that');
    await pause(50);
  }
}

const currents = (farm: SshFarm): Promise<(string | undefined)[]> =>
  Promise.all(farm.hosts.map((host) => host.current()));
/** Nothing is left unfinished or at work, and the release is a good one; as it stands on the disks. */
const settled = (farm: SshFarm, id: string): Promise<boolean[]> =>
  Promise.all(
    farm.hosts.map(async ({ path }) => {
      const left = await Promise.all(['journal', 'work'].map((name) => isThere(join(path, '.cdev', name))));
      const release = await readFile(join(path, '.cdev/releases', id), 'utf8');
      return !left.includes(true) && !release.includes(' bad');
    }),
  );
/** Seconds since 1970, of the host that ends last; 0 without a lock. */
const leaseEnd = async (farm: SshFarm): Promise<number> => {
  const locks = await Promise.all(
    farm.hosts.map(({ path }) => readFile(join(path, '.cdev/lock'), 'utf8').catch(() => 'until=0')),
  );
  return Math.max(...locks.map((lock) => Number(/^until=(\d+)$/m.exec(lock)?.[1] ?? 0)));
};
const isThere = (file: string): Promise<boolean> =>
  readFile(file).then(
    () => true,
    () => false,
  );

/**
 * What the hooks do. The one that the file `in` names ("<hook> <host>", and "back" where a host is taken back from a bad release) kills the deployer, once, and goes
 * on for ten minutes. A bad release does not start on web2.
 */
const hookText = (folder: string): string => `
back=; ! grep -qs bad "$CDEV_PATH/releases/$CDEV_PREVIOUS/index.html" || back=' back'
if [ "$1 $CDEV_HOST$back" = "$(cat "${folder}/in" 2>/dev/null)" ]; then
  rm "${folder}/in"; kill -KILL "$(cat "${folder}/deployer.pid")"; sleep 600
fi
case "$1 $CDEV_HOST" in 'activate web2') ! grep -q bad index.html ;; esac
`;

(hasSshd ? describe : describe.skip)('a deployer that is killed', () => {
  let farm: SshFarm;
  let old: string;
  let text = 0;
  beforeAll(async () => {
    farm = await sshFarm(2);
    await farm.configure(`    batches: [1]
    keep: 3
    hooks: { ${['prepare', 'drain', 'activate', 'resume'].map((name) => `${name}: 'sh "${farm.path}/kill.sh" ${name}'`).join(', ')} }
    health: [{ command: 'test -e index.html' }]
`);
    await writeFile(join(farm.path, 'kill.sh'), hookText(farm.path));
    old = (await deploy(on, farm.context())).result.plan.release.id;
  }, limit);
  afterAll(async () => farm[Symbol.asyncDispose]());

  const nextText = async (): Promise<void> => {
    text += 1;
    await writeFile(join(farm.path, 'dist/index.html'), `release ${text}\n`);
  };

  /** Kills a deployer before a step on a host ("before"), or in the middle of a hook there ("in"). */
  const killOnce = async ([moment, step, host, way]: Kill): Promise<void> => {
    await writeFile(join(farm.path, 'in'), moment === 'in' ? `${step} ${host}` : '');
    const path = way === 'ssh2' ? [join(farm.path, 'nothing')] : [];
    const { ended } = startDeployer(farm.path, moment === 'in' ? '' : step, host, ...path);
    expect([step, (await ended).signal]).toEqual([step, 'SIGKILL']);
  };

  test('again and again, before each step and in hooks, leaves whole releases only, no two of its hooks at a time, and what the next run completes', async () => {
    await nextText();
    // With the number of hosts that are switched. In one of them the deployer has no OpenSSH.
    const kills: readonly (readonly [number, ...Kill])[] = [
      [0, 'before', 'upload', 'web2'],
      [0, 'before', 'prepare', 'web2'],
      [0, 'in', 'prepare', 'web1'],
      [1, 'before', 'drain', 'web2'],
      [1, 'in', 'drain', 'web2', 'ssh2'],
      [1, 'before', 'switch', 'web2'],
      [2, 'before', 'health', 'web2'],
      [2, 'before', 'resume', 'web2'],
      [2, 'in', 'resume', 'web2'],
      [2, 'before', 'settle', 'web1'],
      [2, 'before', 'prune', 'web2'],
    ];
    for (const [switched, ...kill] of kills) {
      await killOnce(kill);
      const found = await currents(farm);
      expect([kill, found.filter((id) => id !== old).length]).toEqual([kill, switched]);
      expect(found).not.toContain(undefined);
    }
    const { result } = await deploy(on, farm.context());
    // Killed at the very end there is nothing left to do but to say so.
    expect(['deployed', 'nothing']).toContain(result.outcome);
    old = result.plan.release.id;
    expect(await currents(farm)).toEqual([old, old]);
    expect(await settled(farm, old)).toEqual([true, true]);
  }, 240_000);

  test.each<readonly [number, ...Kill]>([[1, 'before', 'activate', 'web1']])(
    'leaves %s hosts switched, killed %s "%s" on %s, and the next run can take them back',
    async (switched, ...kill) => {
      await nextText();
      await killOnce(kill);
      expect((await currents(farm)).filter((id) => id !== old)).toHaveLength(switched);
      const { result, status } = await recoverDeployment({ ...on, isDryRun: false }, farm.context());
      const returned = Array.from({ length: switched }, () => 'returned');
      expect([status, result.hosts.map(({ status: one }) => one)]).toEqual(['ok', returned]);
      expect(await currents(farm)).toEqual([old, old]);
      expect(await settled(farm, old)).toEqual([true, true]);
    },
    limit,
  );

  test.each<Kill>([
    ['before', 'return', 'web2'],
    ['in', 'resume', 'web1 back'],
  ])(
    'leaves what the next run takes back when it is killed while it takes a bad release back, %s "%s" on %s',
    async (...kill) => {
      await writeFile(join(farm.path, 'dist/index.html'), 'bad\n');
      await killOnce(kill);
      const [first, second] = await currents(farm);
      if (kill[0] === 'before') expect([first, second]).not.toContain(old);
      else expect(first).toBe(old);
      const { status } = await recoverDeployment({ ...on, isDryRun: false }, farm.context());
      expect(status).toBe('ok');
      expect(await currents(farm)).toEqual([old, old]);
      expect(await settled(farm, old)).toEqual([true, true]);
    },
    limit,
  );

  test(
    'another release takes back first what it left',
    async () => {
      await nextText();
      expect((await startDeployer(farm.path, 'switch', 'web2').ended).signal).toBe('SIGKILL');
      const [half] = await currents(farm);
      await nextText();
      const steps: string[] = [];
      const { result } = await deploy(
        { ...on, onStep: (step, host) => void steps.push(`${step} ${host}`) },
        farm.context(),
      );
      expect(result.plan.hosts[0]?.unfinished).toEqual({ release: half, previous: old, deed: 'return' });
      expect(steps[0]).toBe('return web1');
      expect(new Set(await currents(farm))).toEqual(new Set([result.plan.release.id]));
      old = result.plan.release.id;
    },
    limit,
  );

  test(
    'its hook is ended before the next run begins its own, and is not doubled',
    async () => {
      const [hang, pid, log] = ['hang', 'pid', 'log'].map((name) => join(farm.path, name)) as [string, string, string];
      await writeFile(hang, '');
      const hook = `if test -e "${hang}"; then echo $$ > "${pid}"; sleep 600; fi; kill -0 "$(cat "${pid}")" 2>/dev/null && echo doubled >> "${log}" || echo alone >> "${log}"`;
      await writeFile(join(farm.path, 'hook.sh'), hook);
      await farm.configure(`    batches: [1]\n    hooks: { activate: 'exec sh "${farm.path}/hook.sh"' }\n`);
      await nextText();
      const deployer = startDeployer(farm.path);
      await until(() => isThere(pid));
      deployer.process.kill('SIGKILL');
      await deployer.ended;
      await rm(hang);
      const { result } = await deploy(on, farm.context());
      expect(result.outcome).toBe('deployed');
      expect((await readFile(log, 'utf8')).trim().split('\n')).toEqual(['alone', 'alone']);
      old = result.plan.release.id;
    },
    limit,
  );

  test(
    'one that is paused until its lease is over finds itself shut out when it wakes',
    async () => {
      const [began, go] = [join(farm.path, 'began'), join(farm.path, 'go')];
      await farm.configure(
        `    batches: [1]\n    lease: 5\n    hooks: { drain: [{ run: 'touch "${began}"; until test -e "${go}"; do sleep 0.1; done', roles: [web1] }] }\n`,
      );
      await nextText();
      const deployer = startDeployer(farm.path);
      await until(() => isThere(began));
      deployer.process.kill('SIGSTOP');
      // Another release; refused as long as the lease runs, and one hook at a time.
      await nextText();
      await writeFile(go, '');
      await expect(deploy(on, farm.context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_LOCKED' });
      await until(async () => (await leaseEnd(farm)) * 1000 < Date.now());
      const other = (await deploy(on, farm.context())).result.plan.release.id;
      deployer.process.kill('SIGCONT');
      expect(await deployer.ended).toEqual({ said: 'CDEV_E_DEPLOY_LOCK_LOST', signal: null });
      expect(await currents(farm)).toEqual([other, other]);
    },
    limit,
  );
});
