import { execFileSync, spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tempFolder, testContext, type TempFolder } from '@cdev/test-kit';
import { deploy, rollBack, showLogs, showStatus } from '../src/index.ts';
import { readSecrets } from '../src/secret/read-secrets.ts';
import { dockerEngine, hasCompose, hasEngine, type DockerEngine } from './docker-engine.ts';

const limit = 300_000;
const deployer = fileURLToPath(new URL('killed-deployer.ts', import.meta.url));
const nasty = `it's "quoted" \\ $HOME \${X} # no comment`;

(hasCompose ? describe : describe.skip)('Compose itself', () => {
  test('reads secrets as they are, whatever is in them', async () => {
    const values = { PLAIN: 'word', NASTY: nasty, LINES: 'one\ntwo\\n', END: 'end\\', SPACED: ' spaced ' };
    const environment = Object.keys(values).map((name) => `      ${name}: "\${${name}}"\n`);
    await using folder = await tempFolder({
      'compose.yaml': `services:\n  web:\n    image: none\n    environment:\n${environment.join('')}`,
    });
    const { dotenv } = await readSecrets(
      Object.keys(values).map((name) => ({ name, from: 'env', variable: name })),
      folder.path,
      testContext({ cwd: folder.path, env: values }),
    );
    await writeFile(join(folder.path, 'keys'), dotenv);
    const model = execFileSync('docker', ['compose', '--env-file', 'keys', 'config', '--format', 'json'], {
      cwd: folder.path,
      encoding: 'utf8',
    });
    // It writes a dollar twice, so that what it prints can be read again.
    const read = JSON.parse(model.replaceAll('$$', '$')) as { services: { web: { environment: unknown } } };
    expect(read.services.web.environment).toEqual(values);
  });
});

(hasEngine ? describe : describe.skip)('services on a real engine', () => {
  let engine: DockerEngine;
  let folder: TempFolder;
  const staging = { environment: 'staging' };
  beforeAll(async () => {
    engine = await dockerEngine();
    const environment = (name: string): string =>
      `  ${name}:\n    kind: compose\n    path: '${join(folder.path, 'the host', name)}'\n    hosts: [{ at: here }]\n    hookTimeLimit: 200\n    secrets: { GREETING: { env: GREETING }, PLACE: { env: PLACE } }\n`;
    folder = await tempFolder({});
    await folder.write({
      'cdev.deploy.yaml': `version: 1\nproject: Shop\nartefact: dist\nenvironments:\n${['staging', 'fresh', 'taken'].map(environment).join('')}`,
    });
  }, limit);
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await folder.remove();
  }, limit);

  const context = () =>
    testContext({
      cwd: folder.path,
      home: join(folder.path, 'home'),
      yes: true,
      // A secret may be part of what images are called.
      env: { ...process.env, ...engine.env, GREETING: nasty, PLACE: '127.0.0.1' },
    });
  const service = (tag: string): string => `
    image: ${engine.repository}:${tag}
    command: [sh, -c, 'echo started; exec sleep 1000']
    environment: { GREETING: "\${GREETING:?is needed}" }
    init: true
    network_mode: none
    healthcheck: { test: [CMD, sh, -c, 'test "$$(cat /version)" != ill'], interval: 1s, retries: 1 }
`;
  const compose = (text: string): Promise<void> => folder.write({ 'dist/compose.yaml': text });
  const containers = (project: string): string[] =>
    engine
      .docker('ps', '--no-trunc', '--filter', `label=com.docker.compose.project=${project}`, '--format', '{{.ID}}')
      .split('\n')
      .filter((id) => id !== '');
  const imageOf = (container = ''): string => engine.docker('inspect', '--format', '{{.Image}}', container);

  test(
    'are pulled, pinned and waited for; returned by digest when the new ones are ill; nothing of others is touched',
    async () => {
      const first = engine.push('one', '1');
      const theirs = engine.docker('run', '--detach', '--network', 'none', '--init', first, 'sleep', '1000');
      engine.docker('volume', 'create', 'theirs');
      engine.docker('rmi', '--force', `${engine.repository}:1`);

      await compose(`services:\n  web:${service('1')}  worker:${service('1')}`);
      const { result } = await deploy(staging, context());
      expect(result.outcome).toBe('deployed');
      const [one, two] = containers('shop-staging');
      expect([imageOf(one), imageOf(two)]).toEqual([first, first]);
      expect(engine.docker('inspect', '--format', '{{json .Config.Env}}', one ?? '')).toContain(
        JSON.stringify(`GREETING=${nasty}`),
      );
      const { result: status } = await showStatus(staging, context());
      expect(status.hosts).toMatchObject([
        {
          health: 'well',
          services: ['web', 'worker'].map((name) => ({
            service: name,
            state: 'running',
            image: expect.stringMatching(/shop@sha256:/),
          })),
        },
      ]);
      // Nothing of the secret is left on the host's disk.
      const host = join(folder.path, 'the host/staging');
      expect(spawnSync('grep', ['-rlF', 'no comment', host], { encoding: 'utf8' })).toMatchObject({
        status: 1,
        stdout: '',
      });
      expect((await readdir(join(host, '.cdev'))).filter((name) => name.startsWith('.keys'))).toEqual([]);

      // The tag moves to an image that is ill: the release before is taken up again, by its digest and not by its tag.
      engine.push('ill', '1');
      await compose(`services:\n  web:${service('1')}  another:${service('1')}`);
      await expect(deploy(staging, context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_RETURNED',
        message: expect.stringMatching(/compose up.*unhealthy/s),
      });
      expect(containers('shop-staging').map(imageOf)).toEqual([first, first]);
      expect((await showStatus(staging, context())).result.hosts[0]).toMatchObject({
        health: 'well',
        state: { current: result.plan.release.id, unfinished: undefined, lock: undefined },
        services: [{ service: 'web' }, { service: 'worker' }],
      });

      // Killed when the services of the next release run already: the same again completes it.
      const second = engine.push('two', '2');
      await compose(`services:\n  web:${service('2')}`);
      const killed = spawnSync(
        process.execPath,
        ['--conditions=@cdev/source', '--no-warnings', deployer, folder.path, 'health', 'here'],
        {
          env: { ...process.env, ...engine.env, GREETING: nasty, PLACE: '127.0.0.1' },
          encoding: 'utf8',
        },
      );
      expect([killed.signal, containers('shop-staging').map(imageOf)]).toEqual(['SIGKILL', [second]]);

      expect((await deploy(staging, context())).result.outcome).toBe('deployed');
      expect(containers('shop-staging').map(imageOf)).toEqual([second]);
      const { result: logs } = await showLogs({ ...staging, app: true, lines: 5 }, context());
      expect(logs.hosts[0]?.lines).toEqual([expect.stringMatching(/web.*started/)]);
      const back = await rollBack(staging, context());
      expect([back.result.outcome, containers('shop-staging').map(imageOf)]).toEqual(['deployed', [first, first]]);

      expect(engine.docker('inspect', '--format', '{{.State.Running}}', theirs)).toBe('true');
      expect(engine.docker('volume', 'ls', '--quiet')).toBe('theirs');
    },
    limit,
  );

  test(
    'a file that Compose refuses, a service that is built and an image that is not there stop it before anything that runs is touched',
    async () => {
      const before = containers('shop-staging');
      const refused = async (text: string, reason: RegExp): Promise<void> => {
        await compose(text);
        const failure = await deploy(staging, context()).catch((error: unknown) => error);
        expect([(failure as { code?: string }).code, String(failure)]).toEqual([
          'CDEV_E_DEPLOY_RETURNED',
          expect.stringMatching(reason),
        ]);
      };
      await refused(`services:\n  web: { imag: none }\n`, /compose config.*imag/s);
      await refused(`services:\n  web: { build: . }\n`, /the service web has "build"/);
      await refused(`services:\n  web:${service('none')}`, /compose pull.*(not found|unknown)/s);
      expect(containers('shop-staging')).toEqual(before);
      await folder.write({ 'other/index.html': '' });
      await expect(deploy({ ...staging, artefact: 'other' }, context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_ARTEFACT_UNUSABLE',
        message: expect.stringContaining('compose.yaml'),
      });
    },
    limit,
  );

  test(
    'a first release that fails leaves nothing running, and a project of somebody else is let alone',
    async () => {
      engine.push('ill', '3');
      await compose(`services:\n  web:${service('3')}`);
      await expect(deploy({ environment: 'fresh' }, context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_RETURNED',
      });
      expect(engine.docker('ps', '--all', '--quiet', '--filter', 'label=com.docker.compose.project=shop-fresh')).toBe(
        '',
      );

      await folder.write({ 'theirs/compose.yaml': `services:\n  db:${service('1')}` });
      execFileSync('docker', ['compose', '--project-name', 'shop-taken', 'up', '--detach'], {
        cwd: join(folder.path, 'theirs'),
        env: { ...process.env, ...engine.env, GREETING: 'theirs' },
        stdio: 'ignore',
      });
      const theirs = containers('shop-taken');
      await expect(deploy({ environment: 'taken' }, context())).rejects.toMatchObject({
        code: 'CDEV_E_DEPLOY_RETURNED',
        message: expect.stringContaining('not ours'),
      });
      expect(containers('shop-taken')).toEqual(theirs);
    },
    limit,
  );
});
