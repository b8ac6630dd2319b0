import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deploy, planDeployment, rollBack, showStatus, type Step } from '../src/index.ts';
import { hasSshd, sshFarm, type SshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };
const limit = 120_000;

/** What every host has. */
const currents = (farm: SshFarm): Promise<(string | undefined)[]> =>
  Promise.all(farm.hosts.map((host) => host.current()));

(hasSshd ? describe : describe.skip)('a release that fails', () => {
  test(
    'takes every host back that was switched, and sees that it is well',
    async () => {
      await using farm = await sshFarm(3);
      const log = `echo "$CDEV_HOST $CDEV_RELEASE" >> "$CDEV_PATH/../../activated"`;
      const drained = log.replace('activated', 'drained');
      await farm.configure(`    batches: [1]\n    hooks: { activate: [{ run: '${log}' }] }\n`);
      const { result: good } = await deploy(on, farm.context());
      const id = good.plan.release.id;
      // Only the last host finds it ill.
      await farm.configure(`    batches: [1]
    health: [{ command: '! test -e ill', retries: 1, every: 0, roles: [web3] }]
    hooks: { activate: [{ run: '${log}' }], drain: [{ run: '${drained}; ! test -e ill' }] }
`);
      await farm.write({ 'dist/ill': '' });
      const failure = await deploy(on, farm.context()).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'CDEV_E_DEPLOY_RETURNED',
        details: { failures: [{ name: 'web3', isBack: true, code: 'CDEV_E_DEPLOY_STEP_FAILED' }] },
      });
      expect(String(failure)).toContain('every host has what it had before');
      expect(await currents(farm)).toEqual([id, id, id]);
      const activated = (await readFile(join(farm.path, 'activated'), 'utf8')).trim().split('\n');
      const next = activated[3]?.split(' ')[1] as string;
      expect(activated.slice(0, 6)).toEqual([
        `web1 ${id}`,
        `web2 ${id}`,
        `web3 ${id}`,
        `web1 ${next}`,
        `web2 ${next}`,
        `web3 ${next}`,
      ]);
      expect(activated.slice(6).toSorted()).toEqual([`web1 ${id}`, `web2 ${id}`, `web3 ${id}`]);
      // Before each switch; those that are in service again are taken out of it too, though the hook fails there.
      const out = (await readFile(join(farm.path, 'drained'), 'utf8')).trim().split('\n');
      expect(out.slice(0, 3)).toEqual([`web1 ${id}`, `web2 ${id}`, `web3 ${id}`]);
      expect(out.slice(3).toSorted()).toEqual([`web1 ${next}`, `web2 ${next}`, `web3 ${next}`]);
      const { result } = await showStatus(on, farm.context());
      expect(
        result.hosts.map(({ state }) => [state?.unfinished, state?.lock, state?.releases.map(({ isBad }) => isBad)]),
      ).toEqual(Array.from({ length: 3 }, () => [undefined, undefined, [false, true]]));
      // What failed is not what one goes back to.
      await farm.write({ 'dist/index.html': 'three\n' });
      const { rm } = await import('node:fs/promises');
      await rm(join(farm.path, 'dist/ill'));
      await deploy(on, farm.context());
      expect((await rollBack({ ...on, isDryRun: true }, farm.context())).result.plan.release.id).toBe(id);
    },
    limit,
  );

  test(
    'may fail on as many hosts as the budget allows',
    async () => {
      await using farm = await sshFarm(3);
      await deploy(on, farm.context());
      const before = (await currents(farm))[0];
      await farm.configure(`    failureBudget: 1
    health: [{ command: 'false', retries: 0, roles: [web2] }]
    hooks: { drain: [{ run: 'true' }] }
`);
      await writeFile(join(farm.path, 'dist/index.html'), 'two\n');
      const { result, status } = await deploy(on, farm.context());
      expect([result.outcome, status]).toEqual(['partly', 'findings']);
      // It is not well with what it had either, so it is not known to be back; it stands where it did all the same.
      expect(result.hosts.map(({ name, status: one }) => [name, one])).toEqual([
        ['web1', 'deployed'],
        ['web2', 'unknown'],
        ['web3', 'deployed'],
      ]);
      expect(await currents(farm)).toEqual([result.plan.release.id, before, result.plan.release.id]);
    },
    limit,
  );

  test(
    'is taken back to nothing when it was the first',
    async () => {
      await using farm = await sshFarm(2);
      await farm.configure("    health: [{ command: 'false', retries: 0 }]\n");
      await expect(deploy(on, farm.context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_RETURNED' });
      expect(await currents(farm)).toEqual([undefined, undefined]);
    },
    limit,
  );

  test(
    'switches nothing when a hook fails before the switch',
    async () => {
      await using farm = await sshFarm(2);
      await farm.configure("    hooks: { prepare: [{ run: 'echo building; exit 3', roles: [web2] }] }\n");
      const steps: string[] = [];
      const onStep = (step: Step, host: string): void => void steps.push(`${step} ${host}`);
      await expect(deploy({ ...on, onStep }, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_RETURNED',
        details: { failures: [{ name: 'web2', message: expect.stringContaining('building') }] },
      });
      expect(steps.filter((step) => step.startsWith('switch'))).toEqual([]);
      expect(await currents(farm)).toEqual([undefined, undefined]);
    },
    limit,
  );

  test(
    'leaves a host that dies in the middle for the next run, and takes the others back',
    async () => {
      await using farm = await sshFarm(3);
      await farm.configure('    batches: [1]\n');
      await deploy(on, farm.context());
      const before = (await currents(farm))[0] as string;
      await writeFile(join(farm.path, 'dist/index.html'), 'two\n');
      const [, web2] = farm.hosts;
      let stopping: Promise<void> | undefined;
      const onStep = (step: Step, host: string): void => {
        if (step === 'activate' && host === 'web1') stopping = web2?.stop();
      };
      const failure = await deploy({ ...on, onStep }, farm.context()).catch((error: unknown) => error);
      await stopping;
      expect(failure).toMatchObject({
        code: 'CDEV_E_DEPLOY_MIXED',
        details: { failures: [{ name: 'web2', isBack: false }] },
      });
      expect((await currents(farm)).filter((_, at) => at !== 1)).toEqual([before, before]);
      await expect(planDeployment(on, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_HOST_UNREACHABLE',
      });
      await web2?.start();
      const { result } = await deploy(on, farm.context());
      expect(result.outcome).toBe('deployed');
      expect(new Set(await currents(farm))).toEqual(new Set([result.plan.release.id]));
    },
    limit,
  );
});
