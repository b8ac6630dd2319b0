import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deploy, planDeployment, showStatus, unlockHosts, type Step } from '../src/index.ts';
import { hasSshd, sshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };
const limit = 120_000;

(hasSshd ? describe : describe.skip)('plan and lock', () => {
  test(
    'a plan does not hold any more when files, the deploy file or a host moved',
    async () => {
      await using farm = await sshFarm(2);
      const plan = async (): Promise<string> => (await planDeployment(on, farm.context())).result.plan.digest;
      const first = await plan();
      expect(await plan()).toBe(first);
      const moved = (digest: string, moves: string): Promise<void> =>
        expect(deploy({ ...on, plan: digest }, farm.context())).rejects.toMatchObject({
          code: 'CDEV_E_DEPLOY_MOVED',
          details: { moves: expect.stringContaining(moves) },
        });
      await writeFile(join(farm.path, 'dist/index.html'), 'moved\n');
      await moved(first, 'what is deployed');
      const second = await plan();
      await farm.configure('    keep: 3\n');
      await moved(second, 'the deploy file');
      const third = await plan();
      await deploy(on, farm.context());
      await moved(third, 'web1 has 0001-');
      await expect(deploy({ ...on, plan: 'abcdabcd' }, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_PLAN_UNKNOWN',
      });
    },
    limit,
  );

  test(
    'of two deployers at once one gets every host, the other none',
    async () => {
      await using farm = await sshFarm(3);
      await farm.configure("    hooks: { prepare: [{ run: 'sleep 2' }] }\n");
      const runs = await Promise.allSettled([deploy(on, farm.context()), deploy(on, farm.context())]);
      const refused = runs.find((run) => run.status === 'rejected');
      expect(runs.filter((run) => run.status === 'fulfilled')).toHaveLength(1);
      expect(['CDEV_E_DEPLOY_LOCKED', 'CDEV_E_DEPLOY_MOVED']).toContain(
        (refused?.reason as { code?: string } | undefined)?.code,
      );
      const { result } = await showStatus(on, farm.context());
      expect(result.hosts.map(({ state }) => [state?.lock, state?.releases.length])).toEqual(
        Array.from({ length: 3 }, () => [undefined, 1]),
      );
    },
    limit,
  );

  test(
    'a deployer whose lock was taken away stops, and switches nothing',
    async () => {
      await using farm = await sshFarm(2);
      let taken: Promise<unknown> | undefined;
      const release = join(farm.path, 'release');
      // Waits on the host until the lock is gone: the step after it must find that out.
      await farm.configure(`    hooks: { prepare: [{ run: 'until test -e "${release}"; do sleep 0.1; done' }] }\n`);
      const onStep = (step: Step): void => {
        if (step === 'prepare')
          taken ??= unlockHosts({ ...on, isDryRun: false }, farm.context()).then(() => writeFile(release, ''));
      };
      await expect(deploy({ ...on, onStep }, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_LOCK_LOST',
      });
      await taken;
      expect(await Promise.all(farm.hosts.map((host) => host.current()))).toEqual([undefined, undefined]);
      expect((await deploy(on, farm.context())).result.outcome).toBe('deployed');
    },
    limit,
  );

  test(
    'a dry run and a plan change nothing on a host',
    async () => {
      await using farm = await sshFarm(1);
      await deploy(on, farm.context());
      const { execFileSync } = await import('node:child_process');
      const files = (): string =>
        execFileSync('find', [farm.hosts[0]?.path as string, '-printf', '%p %T@ %C@ %m %s\n'], { encoding: 'utf8' });
      const before = files();
      await writeFile(join(farm.path, 'dist/index.html'), 'two\n');
      await planDeployment(on, farm.context());
      expect((await deploy({ ...on, isDryRun: true }, farm.context({ yes: false }))).result.outcome).toBe('planned');
      await unlockHosts({ ...on, isDryRun: true }, farm.context());
      expect(files()).toBe(before);
    },
    limit,
  );

  test(
    'asks before it deploys, unless the plan was named',
    async () => {
      await using farm = await sshFarm(1);
      await expect(deploy(on, farm.context({ yes: false }))).rejects.toMatchObject({
        code: 'CDEV_E_CLI_CONFIRMATION_NEEDED',
      });
      const { digest } = (await planDeployment(on, farm.context())).result.plan;
      expect((await deploy({ ...on, plan: digest.slice(0, 12) }, farm.context({ yes: false }))).result.outcome).toBe(
        'deployed',
      );
      const record = (await readFile(join(farm.home, 'deploy/shop/staging/audit.ndjson'), 'utf8')).trim().split('\n');
      expect(record.map((line) => (JSON.parse(line) as { outcome: string }).outcome)).toEqual(['begun', 'deployed']);
    },
    limit,
  );
});
