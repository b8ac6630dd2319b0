import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deploy, setMaintenance, showLogs, showStatus } from '../src/index.ts';
import { hasSshd, sshFarm, type FarmHost, type SshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };
const limit = 120_000;

(hasSshd ? describe : describe.skip)('with two hosts', () => {
  let farm: SshFarm;
  let first: FarmHost;
  let second: FarmHost;
  beforeAll(async () => {
    farm = await sshFarm(2);
    await farm.configure('');
    await deploy(on, farm.context());
    [first, second] = farm.hosts as [FarmHost, FarmHost];
  }, limit);
  afterAll(async () => farm[Symbol.asyncDispose]());

  const logs = (options: Partial<Parameters<typeof showLogs>[0]> = {}) =>
    showLogs({ ...on, app: true, lines: 2, ...options }, farm.context());

  test(
    "logs --app shows the last lines of the environment's own command, and that it failed",
    async () => {
      await expect(logs()).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_CONFIG_INVALID' });
      await farm.configure(`    logs: 'cat ../../app.log'\n`);
      await writeFile(join(first.path, 'app.log'), 'one\ntwo\n\u001B[31mred\u001B[0m\n');
      const { result, status } = await logs();
      expect(status).toBe('findings');
      const [well, ill] = result.hosts;
      expect(well?.reason).toBeUndefined();
      expect(well?.lines).toEqual(['two', expect.stringContaining('red')]);
      expect(well?.lines.join('')).not.toContain('\u001B');
      expect(ill).toMatchObject({ name: 'web2', reason: 'the logs command failed: exit code 1' });
      expect(ill?.lines.join('\n')).toContain('app.log');
      const only = await logs({ host: 'web1', lines: 1 });
      expect([only.status, only.result.hosts.map(({ name, lines }) => [name, lines.length])]).toEqual([
        'ok',
        [['web1', 1]],
      ]);
      await expect(logs({ host: 'web9' })).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_HOST_UNKNOWN',
        steps: ['Choose one of: web1, web2'],
      });
    },
    limit,
  );

  test(
    'logs tells a record that was changed, and a host that is away',
    async () => {
      const good = await logs({ app: false });
      expect(good.status).toBe('ok');
      expect(good.result.hosts.map(({ entries }) => entries.map(({ action }) => action))).toEqual([
        ['deploy'],
        ['deploy'],
      ]);
      const state = (await readdir(first.path)).find((name) => name.startsWith('.cdev')) ?? '';
      const record = join(first.path, state, 'audit.ndjson');
      const text = await readFile(record, 'utf8');
      await appendFile(record, text);
      await second.stop();
      const { result, status } = await logs({ app: false });
      expect([status, result.hosts[0]?.brokenAt]).toEqual(['findings', 2]);
      expect(result.hosts[1]?.reason).toMatch(/^cannot be reached: (?!.*cannot be reached)/);
      await writeFile(record, text);
      await second.start();
    },
    limit,
  );

  test(
    'the maintenance page goes on, as it is to the byte, and off',
    async () => {
      const page = Buffer.from('<!doctype html>\u00FC\u0000', 'latin1');
      await writeFile(join(farm.path, 'page.html'), page);
      const set = (state: string, more: { readonly page?: string; readonly isDryRun?: boolean } = {}) =>
        setMaintenance({ ...on, state, isDryRun: false, ...more }, farm.context());
      const inMaintenance = async (): Promise<(boolean | undefined)[]> =>
        (await showStatus(on, farm.context())).result.hosts.map(({ state }) => state?.isInMaintenance);
      await expect(set('maybe')).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_STATE_UNKNOWN' });
      await expect(set('on', { page: 'none.html' })).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_ARTEFACT_UNUSABLE' });
      expect((await set('on', { isDryRun: true })).status).toBe('ok');
      expect(await inMaintenance()).toEqual([false, false]);
      expect((await set('on', { page: 'page.html' })).status).toBe('ok');
      expect(await readFile(join(second.path, 'maintenance.html'))).toEqual(page);
      expect(await inMaintenance()).toEqual([true, true]);
      expect((await set('on')).status).toBe('ok');
      expect(await readFile(join(first.path, 'maintenance.html'), 'utf8')).toContain('Back soon');
      // A deployment leaves it alone.
      await farm.write({ 'dist/index.html': 'next\n' });
      await deploy(on, farm.context());
      expect(await inMaintenance()).toEqual([true, true]);
      expect((await set('off')).status).toBe('ok');
      expect(await inMaintenance()).toEqual([false, false]);
      expect((await readdir(first.path)).filter((name) => name.includes('maintenance'))).toEqual([]);
      await second.stop();
      const { result, status } = await set('on');
      expect([status, result.hosts[0]?.reason]).toEqual(['findings', undefined]);
      expect(result.hosts[1]?.reason).toContain('cannot be reached');
    },
    limit,
  );
});
