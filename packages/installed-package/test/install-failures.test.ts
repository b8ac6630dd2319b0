import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startRegistry } from '@cdev/package-registry';
import { scrubbedEnvironment, tempFolder } from '@cdev/test-kit';
import { installPackages, tryBins, tryNpx } from '@cdev/installed-package';
import { packFixture } from './pack-fixture.ts';
import { trialBench, type TrialBench } from './trial-bench.ts';

// Package managers take seconds on a machine with much else to do.
jest.setTimeout(120_000);

let bench: TrialBench;
beforeAll(async () => {
  bench = await trialBench();
  await bench.publish(
    { name: 'fine', version: '1.0.0', bin: 'b.js' },
    { 'b.js': '#!/usr/bin/env node\nconsole.log("1.0.0", process.argv[2]);\n' },
  );
  await bench.publish({ name: 'stranded', dependencies: { 'is-nowhere': '^1.0.0' } });
  await bench.publish({ name: 'late', dependencies: { fine: '^9.0.0' } });
});
afterAll(async () => bench[Symbol.asyncDispose]());

describe.each(['npm', 'pnpm'] as const)('%s', (manager) => {
  test.each([
    ['is-not-there', 'is-not-there'],
    ['fine@2.0.0', 'fine@'],
    ['fine@is-no-tag', 'fine@is-no-tag'],
    ['stranded', 'is-nowhere'],
    ['late', 'fine@'],
  ])('says what is missing for %s, and leaves nothing behind', async (spec, missing) => {
    const folder = join(bench.folder, `missing ${manager} ${spec}`);
    const error = await bench.install(spec, { manager, folder }).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({
      code: 'CDEV_E_INSTALL_NOT_FOUND',
      message: expect.stringContaining(`did not find ${missing}`),
    });
    expect(existsSync(folder)).toBe(false);
  });

  test('is ended at its time limit', async () => {
    await using hanging = await startRegistry({ faults: [{ kind: 'hang' }] });
    await expect(bench.install('fine', { manager, registry: hanging, timeLimit: 1500 })).rejects.toMatchObject({
      code: 'CDEV_E_INSTALL_TIMED_OUT',
      kind: 'environment',
    });
  });

  test('refuses a tarball that is not the announced one, and says so', async () => {
    await using lying = await startRegistry({ faults: [{ kind: 'wrong-integrity' }] });
    await lying.put(await readFile(await packFixture(bench.folder, { name: 'forged' })));
    const env = { ...bench.env, npm_config_fetch_retries: '0', pnpm_config_fetch_retries: '0' };
    await expect(bench.install('forged', { manager, registry: lying, env })).rejects.toMatchObject({
      code: 'CDEV_E_INSTALL_FAILED',
      message: expect.stringMatching(/integrity/i),
    });
  });

  test('stops when it is told to', async () => {
    await using hanging = await startRegistry({ faults: [{ kind: 'hang' }] });
    const stop = new AbortController();
    const installing = bench.install('fine', { manager, registry: hanging, signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(installing).rejects.toMatchObject({ kind: 'interrupted' });
  });

  test('that is not there is told', async () => {
    await using empty = await tempFolder();
    const env = { ...bench.env, PATH: empty.path };
    await expect(bench.install('fine', { manager, env })).rejects.toMatchObject({
      code: 'CDEV_E_INSTALL_NO_MANAGER',
      kind: 'environment',
    });
  });

  test('runs a bin without installing it, and never what an earlier run left of the same version', async () => {
    const folder = join(bench.folder, `npx ${manager}`);
    const options = {
      package: 'changing@1.0.0',
      args: ['now'],
      manager,
      registry: bench.registry,
      // As it is when the trial itself was started by `npx -y -p one -p other`.
      env: { ...bench.env, npm_config_package: 'one\n\nother', npm_config_yes: 'true' },
      folder,
    };
    for (const said of ['first', 'second']) {
      bench.registry.remove('changing');
      await bench.publish(
        { name: 'changing', bin: 'b.js' },
        { 'b.js': `#!/usr/bin/env node\nconsole.log("${said}", process.argv[2]);\n` },
      );
      expect(await tryNpx(options)).toMatchObject({ outcome: 'ok', stdout: `${said} now\n` });
    }
  });
});

test('a folder that is in use is left as it is', async () => {
  const folder = join(bench.folder, 'in use');
  await mkdir(folder);
  await writeFile(join(folder, 'precious'), 'x');
  await expect(bench.install('fine', { folder })).rejects.toMatchObject({ code: 'CDEV_E_INSTALL_FOLDER_IN_USE' });
  expect(existsSync(join(folder, 'precious'))).toBe(true);
});

test.each([
  ['is not there', 'gone.tgz'],
  ['is none', 'none.tgz'],
])('a tarball that %s is told', async (_, file) => {
  await writeFile(join(bench.folder, 'none.tgz'), 'text');
  await expect(bench.install(join(bench.folder, file))).rejects.toMatchObject({
    code: 'CDEV_E_INSTALL_TARBALL',
    message: expect.stringContaining(file),
  });
});

test('a project’s own registries and credentials serve, and tarballs come from where the project is', async () => {
  await using folder = await tempFolder();
  await using closed = await startRegistry({ isPrivate: true });
  await closed.put(await readFile(await packFixture(folder.path, { name: '@acme/inner' }, { 'index.js': '' })));
  const place = closed.url.replace('http:', '');
  const project = join(folder.path, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{}');
  await writeFile(
    join(project, '.npmrc'),
    `registry=${bench.registry.url}\n@acme:registry=${closed.url}\n${place}:_authToken=${closed.token()}\n`,
  );
  const bin = { outer: 'b.js' };
  const source = '#!/usr/bin/env node\nrequire("@acme/inner"); console.log("1.0.0");\n';
  await packFixture(
    project,
    { name: 'outer', bin, dependencies: { '@acme/inner': '1', fine: '1' } },
    { 'b.js': source },
  );
  const options = { packages: ['outer-1.0.0.tgz'], project, env: scrubbedEnvironment(folder.path) };
  for (const manager of ['npm', 'pnpm'] as const) {
    await using installation = await installPackages({ ...options, manager, folder: join(folder.path, manager) });
    expect(await tryBins(installation, 'outer', { runs: [['--version']] })).toMatchObject([
      { outcome: 'ok', versionAgrees: true },
    ]);
  }
});
