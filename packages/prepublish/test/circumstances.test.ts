import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { prepublish, type PrepublishOptions } from '../src/prepublish.ts';

const bin = fileURLToPath(new URL('../bin/cdev-prepublish.js', import.meta.url));
const manifest = (more: object = {}): string =>
  `${JSON.stringify({ name: 'tool', version: '1.0.0', license: 'MIT', files: ['index.js'], ...more }, undefined, 2)}\n`;
const files = (more: object = {}) => ({ 'package.json': manifest(more), 'index.js': 'module.exports = 1;\n' });

async function look(cwd: string, options: Partial<PrepublishOptions> = {}, env: Record<string, string> = {}) {
  const context = testContext({ cwd, env: { ...process.env, ...env } });
  return prepublish(
    {
      packages: [],
      only: ['manifest'],
      skip: [],
      failOn: 'error',
      tag: undefined,
      branches: [],
      offline: true,
      links: false,
      fix: false,
      isDryRun: false,
      out: undefined,
      sbom: undefined,
      ...options,
    },
    context,
  );
}

describe('where it is started', () => {
  test('a bare repository has no package', async () => {
    await using repo = await tempRepo(files(), { bare: true });
    await expect(look(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND' });
  });

  test.each([
    ['a manifest that is no JSON', { 'package.json': '{ "name": ' }, 'CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID'],
    [
      'a list of the workspace that is no YAML',
      { 'pnpm-workspace.yaml': 'packages: [' },
      'CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID',
    ],
    ['settings that are no YAML', { 'cdev.config.yaml': 'prepublish: [' }, 'CDEV_E_PREPUBLISH_SETTING_INVALID'],
  ])('%s is named with its place', async (_what, broken, code) => {
    await using repo = await tempRepo({ ...files(), ...broken });
    await expect(look(repo.path)).rejects.toMatchObject({ code });
  });

  test('a folder in no repository is looked at, and what needs git is not run', async () => {
    await using folder = await tempFolder();
    for (const [path, text] of Object.entries(files())) await writeFile(join(folder.path, path), text);
    const { result } = await look(folder.path, { only: ['git'] });
    expect(result.packages[0]?.notRun.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['git-clean', 'release-branch', 'tag-free']),
    );
    expect(result.notWritten).toContain('the folder is in no git repository');
  });

  test('linked worktrees share one manifest; a shallow clone and names beyond ASCII are no matter', async () => {
    await using repo = await tempRepo(files(), { worktrees: ['feature'] });
    const worktree = repo.worktrees['feature'];
    const { result } = await look(worktree?.path ?? '');
    expect(result.manifest).toBe(join(repo.path, '.git/cdev/distribution/distribution-manifest.yaml'));
    await using folder = await tempFolder();
    const clone = join(folder.path, 'mein Päckchen');
    await repo.git('clone', '--quiet', '--depth', '1', `file://${repo.path}`, clone);
    const shallow = await look(clone, { only: ['manifest', 'git-clean', 'release-branch'] });
    expect(shallow.result.packages[0]?.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(existsSync(shallow.result.manifest ?? '')).toBe(true);
  });
});

test('a manifest that cannot be written is said beside what was found, and is no success', async () => {
  await using repo = await tempRepo(files());
  await using folder = await tempFolder();
  await writeFile(join(folder.path, 'in-the-way'), '');
  const { result, status } = await look(repo.path, { out: join(folder.path, 'in-the-way', 'out') });
  expect(status).toBe('findings');
  expect(result.packages[0]?.findings.map(({ rule }) => rule)).toContain('readme');
  expect(result.notWritten).toMatch(/in-the-way\/out cannot be written \(E\w+\)/);
});

test('a registry that does not answer is told, and nothing is waited for or passed', async () => {
  await using repo = await tempRepo(files({ dependencies: { 'far-away': '^1.0.0' } }));
  const { result } = await look(
    repo.path,
    { only: ['version', 'dependencies', 'installation'], offline: false },
    { npm_config_registry: 'http://127.0.0.1:1/' },
  );
  const [report] = result.packages;
  const notRun = new Map(report?.notRun.map(({ rule, reason }) => [rule, reason]));
  for (const rule of ['version-published', 'dependency-exists', 'installs', 'signature-break'])
    expect(notRun.get(rule)).toContain('http://127.0.0.1:1/ could not be reached');
  expect(report?.passed).not.toContain('installs');
  // Less than npm would have waited.
}, 60_000);

test('a package for another platform is not tried here, and that is said in one sentence', async () => {
  await using repo = await tempRepo(files({ os: ['aix'], cpu: ['s390x'] }));
  const { result } = await look(repo.path, { only: ['installation'] });
  const reasons = new Map(result.packages[0]?.notRun.map(({ rule, reason }) => [rule, reason]));
  for (const rule of ['installs', 'entry-loads', 'types-compile'])
    expect(reasons.get(rule)).toBe('tool@1.0.0 is for another platform than this one (os aix; cpu s390x)');
});

test('a scratch folder that cannot be made is the fault of the machine, with a way out', async () => {
  await using repo = await tempRepo(files());
  const { status, stderr } = spawnSync(process.execPath, [bin, '--offline'], {
    cwd: repo.path,
    env: { ...process.env, TMPDIR: join(repo.path, 'package.json'), CDEV_HOME: join(repo.path, '.git/home') },
    encoding: 'utf8',
  });
  expect(status).toBe(3);
  expect(stderr).toContain('No scratch folder can be made');
  expect(stderr).toContain('CDEV_E_PREPUBLISH_NO_SCRATCH');
});

describe('a manifest with values of the wrong kind', () => {
  test('that can be packed: each is named, and what cannot look at them is not run', async () => {
    await using repo = await tempRepo(files({ bin: { tool: 3 }, main: {}, dependencies: { a: 1 }, keywords: 3 }));
    const { result } = await look(repo.path, { only: ['field-types', 'publint'] });
    const [report] = result.packages;
    expect(report?.findings.map(({ rule, severity, place }) => [rule, severity, place])).toEqual([
      ['field-types', 'error', 'package.json#bin.tool'],
      ['field-types', 'error', 'package.json#dependencies.a'],
      ['field-types', 'error', 'package.json#main'],
      ['field-types', 'warning', 'package.json#keywords'],
    ]);
    expect(report?.notRun).toEqual([
      { rule: 'publint', reason: 'fields of package.json have values of the wrong kind: see field-types' },
    ]);
  });

  test('that cannot be packed: beside what the packer says the field is named', async () => {
    await using repo = await tempRepo(files({ bin: [1] }));
    const { result } = await look(repo.path);
    expect(result.packages[0]?.findings.map(({ rule, place }) => [rule, place])).toEqual([
      ['packs', 'package.json'],
      ['field-types', 'package.json#bin'],
    ]);
  });
});

test('before the first commit HEAD is not called detached', async () => {
  await using folder = await tempRepo({}, { bare: false });
  const fresh = join(folder.path, 'fresh');
  await folder.git('init', '--quiet', fresh);
  for (const [path, text] of Object.entries(files())) await writeFile(join(fresh, path), text);
  const { result } = await look(fresh, { only: ['release-branch', 'remote-in-step'] });
  expect(result.packages[0]?.notRun).toEqual([
    { rule: 'release-branch', reason: 'there is no commit yet' },
    { rule: 'remote-in-step', reason: 'there is no commit yet' },
  ]);
});

test('SIGINT in the middle ends with 130; the manifest of the run before stands as it was, and no scratch folder stays', async () => {
  await using repo = await tempRepo(files({ scripts: { prepack: 'node wait.js' } }), {});
  await repo.write({ 'wait.js': 'if (process.env.WAIT) setInterval(() => {}, 1000);\n' });
  await using home = await tempFolder();
  const out = join(home.path, 'out');
  const before = await look(repo.path, { out });
  const text = await readFile(before.result.manifest ?? '', 'utf8');
  await using temp = await tempFolder();
  const child = spawn(process.execPath, [bin, '--offline', '--only', 'manifest', '--out', out], {
    cwd: repo.path,
    env: { ...process.env, WAIT: '1', TMPDIR: temp.path, CDEV_HOME: home.path },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const scratch = async (): Promise<string[]> =>
    (await readdir(temp.path)).filter((name) => name.startsWith('cdev-prepublish-'));
  while ((await scratch()).length === 0 && child.exitCode === null) await sleep(20);
  await sleep(300);
  child.kill('SIGINT');
  await ended;
  expect(child.exitCode).toBe(130);
  expect(await scratch()).toEqual([]);
  expect(await readFile(before.result.manifest ?? '', 'utf8')).toBe(text);
});
