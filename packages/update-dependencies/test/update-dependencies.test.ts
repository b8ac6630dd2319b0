import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { localRegistry, runBin, type TempRepo } from '@cdev/test-kit';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  put,
  samplePackages,
  sampleProject,
  update,
  environment,
  sampleFiles,
  yarnOnPath,
  type Registry,
} from './sample-project.ts';

// Real package managers install here.
jest.setTimeout(300_000);

let registry: Registry;
beforeAll(async () => {
  registry = await localRegistry();
  await put(registry, ...samplePackages.filter(({ version }) => ['1.0.0', '3.0.0'].includes(version)));
});
afterAll(async () => {
  await registry.close();
});

const fileAt = (repo: TempRepo, branch: string, file: string): Promise<string> => repo.git('show', `${branch}:${file}`);
/** The user's working tree, index, HEAD and branches that are not ours. */
const stateOf = async (repo: TempRepo): Promise<string[]> => [
  await repo.git('status', '--porcelain', '--ignored'),
  await repo.git('rev-parse', 'HEAD'),
  await repo.git('branch', '--list', '--format=%(refname) %(objectname)', 'main', 'work*'),
  await repo.git('worktree', 'list'),
];

describe.each(['npm', 'pnpm'] as const)('with %s', (manager) => {
  test('each group is tried by itself; what passes is on a branch with lock file, changeset and notes, and nothing else is touched', async () => {
    registry.remove('steady', ['1.2.0']);
    registry.remove('moody', ['1.1.0', '2.0.0']);
    registry.remove('tool', ['3.0.1']);
    await using repo = await sampleProject(registry, { manager });
    await put(registry, ...samplePackages);
    await repo.write({ 'dirty.txt': 'mine\n' });
    const before = await stateOf(repo);

    const dry = await update(repo, registry, { isDryRun: true, profile: 'quarterly' });
    expect(dry.groups.map(({ group, status }) => `${group} ${status}`)).toEqual([
      'dependencies planned',
      'dev-dependencies planned',
      'unused planned',
      'major-moody planned',
    ]);
    expect(await repo.git('branch', '--list', 'cdev/*')).toBe('');

    const run = await update(repo, registry, { profile: 'quarterly' });
    expect(run.groups.map(({ group, status, reason }) => `${group} ${status} ${reason ?? ''}`.trim())).toEqual([
      expect.stringContaining('dependencies failed test:'),
      'dev-dependencies proposed',
      'unused proposed',
      'major-moody proposed',
    ]);
    expect(run.status).toBe('findings');
    expect(await stateOf(repo)).toEqual(before);
    expect(await repo.git('branch', '--list', '--format=%(refname:short)', 'cdev/*')).toBe(
      ['cdev/update/dev-dependencies', 'cdev/update/major-moody', 'cdev/update/unused'].join('\n'),
    );
    const lock = manager === 'npm' ? 'package-lock.json' : 'pnpm-lock.yaml';
    const changed = (branch: string): Promise<string> =>
      repo.git('diff', '--name-only', 'main', `cdev/update/${branch}`);
    expect(await changed('dev-dependencies')).toBe([lock, 'package.json'].toSorted().join('\n'));
    expect(JSON.parse(await fileAt(repo, 'cdev/update/dev-dependencies', 'package.json'))).toMatchObject({
      devDependencies: { tool: '3.0.1' },
    });
    expect(await changed('major-moody')).toBe(
      ['.changeset/update-major-moody.md', ...[lock, 'package.json'].toSorted()].join('\n'),
    );
    expect(await fileAt(repo, 'cdev/update/major-moody', '.changeset/update-major-moody.md')).toBe(
      "---\n'app': patch\n---\n\nUpdated: moody 1.0.0 → 2.0.0",
    );
    expect(JSON.parse(await fileAt(repo, 'cdev/update/major-moody', 'package.json'))).toMatchObject({
      dependencies: { moody: '~2.0.0' },
    });
    expect(JSON.parse(await fileAt(repo, 'cdev/update/unused', 'package.json')).devDependencies).toEqual({
      tool: '3.0.0',
    });
    const notes = await repo.git('log', '-1', '--format=%B', 'cdev/update/dev-dependencies');
    expect(notes).toContain('- tool 3.0.0 → 3.0.1');
    expect(notes).toContain('- npm test: 1 test'.replace('npm', manager));
    // Only what the group is about: the other branch has what main had.
    expect(JSON.parse(await fileAt(repo, 'cdev/update/unused', 'package.json')).dependencies).toEqual({
      steady: '^1.0.0',
      moody: '~1.0.0',
    });
  });
});

test('yarn 1 is told to update in its own words', async () => {
  await using repo = await projectWithOldLock({ manager: 'yarn' });
  const env = { PATH: await yarnOnPath(repo.path) };
  const run = await update(repo, registry, { only: ['dev-dependencies'], checks: ['node test/all.test.js'], env });
  expect(run.of('dev-dependencies')).toMatchObject({ status: 'proposed' });
  expect(await fileAt(repo, 'cdev/update/dev-dependencies', 'yarn.lock')).toContain('tool@3.0.1');
});

test('a newer yarn is told to update in its own words, and its catalogue is raised where it stands', async () => {
  await put(registry, ...samplePackages);
  const yarn = '@yarnpkg/cli-dist@4.10.3';
  const settings = {
    nodeLinker: 'node-modules',
    npmRegistryServer: registry.url,
    unsafeHttpWhitelist: ['127.0.0.1'],
    enableTelemetry: false,
    enableGlobalCache: false,
    catalog: { tool: '3.0.0' },
  };
  const manifest = JSON.parse(sampleFiles['package.json'] as string) as { devDependencies: object };
  const devDependencies = { ...manifest.devDependencies, tool: 'catalog:' };
  const files = {
    ...sampleFiles,
    'package.json': JSON.stringify({ ...manifest, devDependencies, packageManager: 'yarn@4.10.3' }),
    '.yarnrc.yml': JSON.stringify(settings),
    '.gitignore': 'node_modules\n.yarn\n',
  };
  await using repo = await sampleProject(registry, { manager: 'yarn', yarn, files });
  const env = { PATH: await yarnOnPath(repo.path, yarn) };
  const run = await update(repo, registry, { only: ['dev-dependencies'], checks: ['node test/all.test.js'], env });
  expect(run.of('dev-dependencies')).toMatchObject({ status: 'proposed' });
  expect(await fileAt(repo, 'cdev/update/dev-dependencies', 'yarn.lock')).toContain('"tool@npm:3.0.1"');
  expect(await repo.git('diff', '--name-only', 'main', 'cdev/update/dev-dependencies')).toBe('.yarnrc.yml\nyarn.lock');
});

describe('a second run', () => {
  test('keeps what was tried on the commit, tries again when asked or when the branch is gone, and never moves work of others', async () => {
    await put(registry, ...samplePackages);
    await using repo = await projectWithOldLock();
    const options = { only: ['dev-dependencies'], checks: ['node test/all.test.js'] };
    const first = await update(repo, registry, options);
    expect(first.of('dev-dependencies')).toMatchObject({ status: 'proposed', isKept: false });
    const second = await update(repo, registry, options);
    expect(second.of('dev-dependencies')).toMatchObject({
      status: 'proposed',
      isKept: true,
      commit: first.of('dev-dependencies')?.commit,
    });
    await repo.git('branch', '-D', 'cdev/update/dev-dependencies');
    expect((await update(repo, registry, options)).of('dev-dependencies')).toMatchObject({
      status: 'proposed',
      isKept: false,
    });
    await repo.git('switch', '--quiet', 'cdev/update/dev-dependencies');
    expect(
      (await update(repo, registry, { ...options, again: true, base: 'main' })).of('dev-dependencies'),
    ).toMatchObject({
      status: 'held',
      reason: expect.stringContaining('is checked out in'),
    });
    const mine = await repo.commit('My own work', { 'mine.txt': '' });
    await repo.git('switch', '--quiet', 'main');
    expect((await update(repo, registry, { ...options, again: true })).of('dev-dependencies')).toMatchObject({
      status: 'held',
      reason: 'cdev/update/dev-dependencies has work of somebody else on it',
    });
    expect(await repo.git('rev-parse', 'cdev/update/dev-dependencies')).toBe(mine);
  });

  test('after an interruption goes on behind the groups that were finished, and leaves no worktree', async () => {
    await put(registry, ...samplePackages);
    await using repo = await projectWithOldLock();
    const controller = new AbortController();
    const home = join(repo.path, '.git/home');
    // The test of the second group interrupts the run.
    const progress = {
      begin: (label: string) => {
        if (label === 'unused') controller.abort('SIGINT');
        return { update: () => {}, done: () => {}, failed: () => {} };
      },
      note: () => {},
      close: () => {},
    };
    const options = {
      profile: 'monthly',
      only: ['dev-dependencies', 'unused'],
      checks: ['node test/all.test.js'],
    } as const;
    await expect(update(repo, registry, { ...options, signal: controller.signal, progress })).rejects.toBeDefined();
    expect((await repo.git('worktree', 'list')).split('\n')).toHaveLength(1);
    const [place = ''] = await readdir(join(home, 'updates'));
    expect(await readdir(join(home, 'updates', place))).not.toContain('tree');
    const resumed = await update(repo, registry, options);
    expect(resumed.groups.map(({ group, status, isKept }) => ({ group, status, isKept }))).toEqual([
      { group: 'dev-dependencies', status: 'proposed', isKept: true },
      { group: 'unused', status: 'proposed', isKept: false },
    ]);
  });
});

describe('is refused', () => {
  test('when the checks do not pass without any update, when there are none, and for a group that is not there', async () => {
    await put(registry, ...samplePackages);
    await using repo = await projectWithOldLock();
    await expect(update(repo, registry, { checks: ['echo broken before; exit 3'] })).rejects.toMatchObject({
      code: 'CDEV_E_UPDATE_DEPENDENCIES_BASELINE',
      message: expect.stringContaining('broken before'),
    });
    await expect(update(repo, registry, { only: ['nothing'] })).rejects.toMatchObject({
      code: 'CDEV_E_UPDATE_DEPENDENCIES_GROUP_UNKNOWN',
      steps: ['Name one of: dependencies, dev-dependencies'],
    });
    await expect(update(repo, registry, { yes: false, answers: ['n'] })).rejects.toMatchObject({
      code: 'CDEV_E_CLI_DECLINED',
    });
    const manifest = JSON.parse(String(sampleFiles['package.json'])) as object;
    await repo.git('rm', '-q', '-r', 'test');
    await repo.commit('No tests', { 'package.json': JSON.stringify({ ...manifest, scripts: {} }) });
    await expect(update(repo, registry)).rejects.toMatchObject({ code: 'CDEV_E_UPDATE_DEPENDENCIES_UNTESTED' });
    expect(await repo.git('branch', '--list', 'cdev/*')).toBe('');
  });
});

test('the bin shows what would be tried, and asks before it tries', async () => {
  await put(registry, ...samplePackages);
  await using repo = await projectWithOldLock();
  const env = environment(registry, repo.path);
  const planned = await runBin('update-dependencies', ['--dry-run', '--min-age', '0s'], { cwd: repo.path, env });
  expect(planned).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('steady  1.0.0  → 1.2.0') });
  expect(planned.stdout).toContain('2 groups (weekly); nothing was tried (dry run)');
  const unasked = await runBin('update-dependencies', ['--min-age', '0s'], { cwd: repo.path, env });
  expect(unasked).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('CDEV_E_CLI_CONFIRMATION_NEEDED') });
  const waiting = await runBin('update-dependencies', ['--dry-run', '--min-age', '5000w'], { cwd: repo.path, env });
  expect(waiting.stdout).toContain('Nothing to update (weekly)');
});

/** Its lock file has the versions that were there first. With pnpm, which installs in a sixth of npm's time. */
async function projectWithOldLock(
  options: Parameters<typeof sampleProject>[1] = { manager: 'pnpm' },
): Promise<TempRepo> {
  registry.remove('steady', ['1.2.0']);
  registry.remove('tool', ['3.0.1']);
  registry.remove('moody', ['1.1.0', '2.0.0']);
  const repo = await sampleProject(registry, options);
  await put(registry, ...samplePackages);
  return repo;
}
