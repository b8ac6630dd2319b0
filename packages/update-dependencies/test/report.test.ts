import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { localRegistry, tempFolder, tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { openRegistry } from '@cdev/package-registry';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { report } from '../src/index.ts';
import { reportText } from '../src/human.ts';
import { createStyle } from '@cdev/core/cli';
import { environment, put, sampleProject, update, type Registry } from './sample-project.ts';

jest.setTimeout(300_000);

const json = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;
let registry: Registry;
beforeAll(async () => {
  registry = await localRegistry();
});
afterAll(async () => {
  await registry.close();
});

/** What the registry says of known vulnerabilities, in npm's form. */
function advise(advisories: object): void {
  registry.clearFaults();
  registry.fault({
    kind: 'status',
    status: 200,
    method: 'POST',
    path: '-/npm/v1/security/advisories/bulk',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(advisories),
  });
}

const advisory = (id: number, range: string) => ({
  id,
  url: `https://github.com/advisories/GHSA-aaaa-bbbb-ccc${id}`,
  title: 'Lets others in',
  severity: 'high',
  vulnerable_versions: range,
});

async function look(repo: TempRepo, options: Partial<Parameters<typeof report>[0]> = {}, now = new Date()) {
  const home = join(repo.path, '.git/home');
  await mkdir(home, { recursive: true });
  const context = testContext({ cwd: repo.path, home, env: environment(registry, repo.path), clock: () => now });
  return report({ minimumAge: 0, silence: 730 * 86_400_000, deniedLicences: [], ...options }, context);
}

describe('the report', () => {
  test('tells each sort of finding, from the registry, the lock file and the sources', async () => {
    await put(
      registry,
      { name: 'holed', version: '1.0.0' },
      { name: 'old-one', version: '1.0.0', license: undefined },
      { name: 'copyleft', version: '1.0.0', license: 'AGPL-3.0', bin: { 'copy-it': 'index.js' } },
      { name: 'peer', version: '1.0.0' },
      { name: 'asks-peer', version: '1.0.0', peerDependencies: { peer: '1' } },
      { name: 'silent', version: '1.0.0' },
      { name: 'deep', version: '1.0.0' },
      { name: 'deep', version: '2.0.0' },
      { name: 'uses-deep', version: '1.0.0', dependencies: { deep: '1' } },
    );
    await using repo = await sampleProject(registry, {
      files: {
        'package.json': json({
          name: 'app',
          version: '1.0.0',
          scripts: { build: 'copy-it', test: 'node --test' },
          dependencies: { holed: '^1.0.0', 'old-one': '1.0.0', 'uses-deep': '1', deep: '2', silent: '*' },
          devDependencies: { copyleft: '1.0.0', peer: '1', 'asks-peer': '1', 'gone-missing': 'file:./local' },
        }),
        'local/package.json': json({ name: 'gone-missing', version: '1.0.0' }),
        'src/index.ts': "import 'holed/sub.js';\nimport type { X } from 'old-one';\nexport * from 'uses-deep';\n",
        'tool.config.yaml': 'plugin: asks-peer\n',
      },
    });
    await put(registry, { name: 'holed', version: '1.0.1' }, { name: 'old-one', version: '2.0.0', license: 'MIT' });
    const open = await openRegistry({ cwd: repo.path, env: { ...process.env, ...environment(registry, repo.path) } });
    await open.deprecate('silent', ['1.0.0'], 'Use loud');
    advise({ holed: [advisory(1, '<1.0.1')], deep: [advisory(2, '<2.0.0')] });

    const { result, status } = await look(repo, { deniedLicences: ['AGPL'] }, new Date('2028-06-01T00:00:00Z'));
    expect(status).toBe('findings');
    expect(result.outdated.map(({ name, compatible, breaking }) => ({ name, compatible, breaking }))).toEqual([
      { name: 'holed', compatible: '1.0.1', breaking: undefined },
      { name: 'old-one', compatible: undefined, breaking: '2.0.0' },
    ]);
    expect(result.vulnerable.map(({ name, version, fixed, severity }) => ({ name, version, fixed, severity }))).toEqual(
      expect.arrayContaining([
        { name: 'holed', version: '1.0.0', fixed: '1.0.1', severity: 'high' },
        { name: 'deep', version: '1.0.0', fixed: '2.0.0', severity: 'high' },
      ]),
    );
    expect(result.deprecated).toEqual([{ name: 'silent', version: '1.0.0', message: 'Use loud', isDirect: true }]);
    expect(result.unmaintained.map(({ name, since }) => `${name} ${since}`)).toContain('copyleft 2026-01-01');
    expect(result.unused.map(({ name, list }) => `${name} ${list}`)).toEqual([
      'deep dependencies',
      'silent dependencies',
    ]);
    expect(result.duplicated).toEqual([{ name: 'deep', versions: ['1.0.0', '2.0.0'] }]);
    expect(result.licences).toEqual([
      { name: 'copyleft', current: 'AGPL-3.0', next: undefined, problem: 'denied' },
      { name: 'old-one', current: 'none', next: 'MIT', problem: 'none' },
    ]);
    expect(result.groups.map(({ name }) => name)).toEqual([
      'security',
      'dependencies',
      'unused',
      'duplicates',
      'major-old-one',
    ]);
    const text = reportText(result, { style: createStyle(false), columns: 100 });
    for (const title of [
      'Vulnerable (2)',
      'Deprecated (1)',
      'Licence (2)',
      'Outdated (2)',
      'Not used (2)',
      'In several versions (1)',
    ])
      expect(text).toContain(title);
  });

  test('does not call unused what a member may have in its bundle', async () => {
    await put(registry, { name: 'native', version: '1.0.0' }, { name: 'idle', version: '1.0.0' });
    const member = (name: string, dependencies: object): string => json({ name, version: '1.0.0', dependencies });
    await using repo = await tempRepo({
      'package.json': json({ name: 'root', private: true, workspaces: ['packages/*'] }),
      'packages/bin/package.json': member('bin', { middle: '1.0.0', native: '1', idle: '1' }),
      'packages/middle/package.json': member('middle', { base: '1.0.0' }),
      'packages/base/package.json': member('base', { native: '1' }),
      'packages/base/index.js': "import 'native';\n",
    });
    const { result } = await look(repo);
    expect(result.unused).toEqual([{ name: 'idle', member: 'packages/bin', list: 'dependencies' }]);
  });

  test('says what it does not know: no lock file, no answer about vulnerabilities, a package that nobody has', async () => {
    registry.clearFaults();
    await put(registry, { name: 'known', version: '1.0.0' });
    await using repo = await tempRepo({
      'package.json': json({ name: 'app', version: '1.0.0', dependencies: { known: '1' } }),
    });
    const { result, status } = await look(repo);
    expect(status).toBe('ok');
    expect(result.gaps).toEqual(
      expect.arrayContaining([
        expect.stringContaining('lock file'),
        expect.stringContaining('vulnerabilities were not looked for'),
      ]),
    );
    expect(result.outdated).toEqual([]);
  });

  test('is refused in a bare repository, outside of one, and without a package', async () => {
    await using bare = await tempRepo({ 'a.txt': '' }, { bare: true });
    await using empty = await tempRepo({ 'a.txt': '' });
    await using folder = await tempFolder({ 'package.json': '{}' });
    await expect(look(bare)).rejects.toMatchObject({ code: 'CDEV_E_UPDATE_DEPENDENCIES_BARE' });
    await expect(look(empty)).rejects.toMatchObject({ code: 'CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND' });
    await expect(
      report({ minimumAge: 0, silence: 0, deniedLicences: [] }, testContext({ cwd: folder.path })),
    ).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_A_REPOSITORY' });
  });
});

test('vulnerabilities are taken away by the smallest change, in what others bring along too', async () => {
  registry.clearFaults();
  await put(
    registry,
    { name: 'leaky', version: '1.0.0' },
    { name: 'inner', version: '1.0.0' },
    { name: 'outer', version: '1.0.0', dependencies: { inner: '^1.0.0' } },
  );
  await using repo = await sampleProject(registry, {
    files: {
      'package.json': json({
        name: 'app',
        version: '1.0.0',
        scripts: { test: 'node --test' },
        dependencies: { leaky: '^1.0.0', outer: '^1.0.0' },
      }),
      'all.test.js': "require('node:test')('loads', () => { require('leaky'); require('outer'); });\n",
      '.gitignore': 'node_modules\n',
    },
  });
  await put(
    registry,
    { name: 'leaky', version: '1.0.1' },
    { name: 'leaky', version: '1.9.0' },
    { name: 'inner', version: '1.0.2' },
  );
  advise({ leaky: [advisory(1, '<1.0.1')], inner: [advisory(2, '<1.0.2')] });
  const { of } = await update(repo, registry, { only: ['security'], checks: ['node --test'] });
  expect(of('security')).toMatchObject({ status: 'proposed', risk: 'medium' });
  const lock = JSON.parse(await repo.git('show', 'cdev/update/security:package-lock.json')) as {
    packages: Record<string, { version: string }>;
  };
  expect(lock.packages['node_modules/leaky']?.version).toMatch(/^1\.(?:0\.1|9\.0)$/);
  expect(lock.packages['node_modules/inner']?.version).toBe('1.0.2');
  expect(JSON.parse(await repo.git('show', 'cdev/update/security:package.json'))).toMatchObject({
    dependencies: { leaky: '^1.0.1', outer: '^1.0.0' },
  });
  expect(await repo.git('log', '-1', '--format=%B', 'cdev/update/security')).toContain('GHSA-aaaa-bbbb-ccc1');
});
