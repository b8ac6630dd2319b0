import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { planDeployment, trustHost } from '../src/index.ts';
import { hasSshd, sshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };
const limit = 60_000;

(hasSshd ? describe : describe.skip)('keys', () => {
  test(
    'a host whose key is not pinned is not spoken to, until its fingerprint is agreed to',
    async () => {
      await using farm = await sshFarm(1);
      const pins = join(farm.path, 'cdev.known_hosts');
      await rm(pins);
      await expect(planDeployment(on, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_HOST_KEY_UNKNOWN',
        kind: 'environment',
      });
      const ask = { host: 'web1', replace: false, isDryRun: false };
      const [, fingerprint = ''] = execFileSync('ssh-keygen', ['-lf', join(farm.path, 'web1', 'host-key.pub')], {
        encoding: 'utf8',
      }).split(' ');
      await expect(trustHost(ask, farm.context({ yes: false }))).rejects.toMatchObject({
        code: 'CDEV_E_CLI_CONFIRMATION_NEEDED',
      });
      await expect(trustHost({ ...ask, fingerprint: 'SHA256:other' }, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_FINGERPRINT_DIFFERENT',
        details: { shown: fingerprint },
      });
      expect((await trustHost({ ...ask, isDryRun: true }, farm.context())).result.outcome).toBe('planned');
      await expect(readFile(pins)).rejects.toMatchObject({ code: 'ENOENT' });
      const { result } = await trustHost({ ...ask, fingerprint }, farm.context({ yes: false }));
      expect(result).toMatchObject({ outcome: 'pinned', keys: [{ type: 'ssh-ed25519', fingerprint }] });
      expect((await planDeployment(on, farm.context())).status).toBe('ok');
      expect((await trustHost(ask, farm.context())).result.outcome).toBe('same');
    },
    limit,
  );

  test(
    'a host that shows another key is not spoken to, and is not pinned anew without --replace',
    async () => {
      await using farm = await sshFarm(2);
      await farm.hosts[1]?.newKey();
      await expect(planDeployment(on, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_HOST_KEY_CHANGED',
        message: expect.stringMatching(/^web2 shows another key than the one pinned \(it shows SHA256:/),
      });
      const ask = { host: 'web2', replace: false, isDryRun: false };
      await expect(trustHost(ask, farm.context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_HOST_KEY_CHANGED' });
      const { result } = await trustHost({ ...ask, replace: true }, farm.context());
      expect(result.outcome).toBe('pinned');
      expect((await planDeployment(on, farm.context())).status).toBe('ok');
      // The other host's line stayed.
      expect((await readFile(join(farm.path, 'cdev.known_hosts'), 'utf8')).trim().split('\n')).toHaveLength(2);
    },
    limit,
  );

  test(
    'a key that the host does not know is told as such, and so is a host that is not in the file',
    async () => {
      await using farm = await sshFarm(1);
      const key = join(farm.path, 'client-key');
      await rm(key);
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', `${key}2`]);
      execFileSync('mv', [`${key}2`, key]);
      await expect(planDeployment(on, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_HOST_REFUSED',
        message: expect.stringContaining('Permission denied'),
      });
      await expect(trustHost({ host: 'web9', replace: false, isDryRun: false }, farm.context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_HOST_UNKNOWN',
      });
    },
    limit,
  );
});
