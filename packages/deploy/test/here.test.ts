import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { deploy, planDeployment, rollBack, showLogs, showStatus, trustHost } from '../src/index.ts';

const on = { environment: 'staging' };

(process.platform === 'linux' ? describe : describe.skip)('a host without SSH', () => {
  test('the machine that deploys can be the host; all the rest holds', async () => {
    await using folder = await tempFolder({ 'dist/index.html': 'one\n' });
    const path = join(folder.path, 'the host');
    await folder.write({
      'cdev.deploy.yaml': `version: 1
project: shop
artefact: dist
environments:
  staging:
    path: '${path}'
    hosts: [{ at: here }]
    secrets: { KEY: { env: KEY } }
    hooks: { activate: '. ./.env; echo "$KEY \${OTHER:-none}" > ../../seen; test ! -e fails' }
    health: [{ command: 'test -e index.html' }]
`,
    });
    // Its hooks see what we are given, not what this process has.
    const context = () =>
      testContext({
        cwd: folder.path,
        home: join(folder.path, 'home'),
        yes: true,
        env: { PATH: process.env['PATH'] ?? '', KEY: 'it\'s "it"', OTHER: 'given' },
      });
    const { plan } = (await planDeployment(on, context())).result;
    expect([plan.hosts[0]?.action, existsSync(path)]).toEqual(['send', false]);
    const { result } = await deploy({ ...on, plan: plan.digest }, context());
    expect([result.outcome, readFileSync(join(path, 'seen'), 'utf8')]).toEqual(['deployed', 'it\'s "it" given\n']);
    await folder.write({ 'dist/index.html': 'two\n', 'dist/fails': '' });
    await expect(deploy(on, context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_RETURNED' });
    expect(readFileSync(join(path, 'current/index.html'), 'utf8')).toBe('one\n');
    const { result: status } = await showStatus(on, context());
    expect(status.hosts).toMatchObject([
      { name: 'here', health: 'well', state: { lock: undefined, unfinished: undefined } },
    ]);
    await expect(rollBack(on, context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_RELEASE_MISSING' });
    const { result: logs } = await showLogs({ ...on, app: false, lines: 9 }, context());
    expect(logs.hosts[0]?.entries.map(({ action }) => action)).toEqual(['deploy', 'deploy', 'return']);
    await expect(trustHost({ host: 'here', replace: false, isDryRun: false }, context())).rejects.toMatchObject({
      code: 'CDEV_E_DEPLOY_HOST_UNKNOWN',
    });
  }, 120_000);
});
