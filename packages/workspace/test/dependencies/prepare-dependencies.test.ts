import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';
import { makeTar, tempRepo, type TempRepo } from '@cdev/test-kit';
import { openRepository, status } from '@cdev/git';
import {
  prepareWorkspace,
  type DependencyChoice,
  type PreparedDependencies,
  type PrepareWorkspaceOptions,
} from '../../src/index.ts';

const sources = {
  '.gitignore': 'node_modules\n',
  'package.json': '{ "workspaces": ["packages/*"] }\n',
  'package-lock.json': '{ "lockfileVersion": 3 }\n',
  'packages/a/index.js': 'module.exports = "from main";\n',
  'packages/b/index.js': 'b\n',
};
const installed = {
  'node_modules/.package-lock.json': '{}\n',
  'node_modules/.cache/tool': 'cached\n',
  'node_modules/left-pad/package.json': '{}\n',
  'node_modules/left-pad/index.js': 'pad\n',
  'packages/a/node_modules/deep/package.json': '{}\n',
  'packages/gone/node_modules/deep/package.json': '{}\n',
};

/** The main working tree has dependencies installed as npm does for a workspace; the worktree `one` has none. */
async function repoWithDependencies(): Promise<{ repo: TempRepo; path: string }> {
  const repo = await tempRepo(sources, { worktrees: ['one'] });
  await repo.write(installed);
  await symlink('../packages/a', join(repo.path, 'node_modules', 'a'));
  await symlink(join(repo.path, 'packages', 'b'), join(repo.path, 'node_modules', 'b'));
  await mkdir(join(repo.path, '..', 'outside'));
  await symlink('../../outside', join(repo.path, 'node_modules', 'outside'));
  await repo.write({ 'node_modules/.bin/pad': `#!/bin/sh\nexec node "${repo.path}/node_modules/left-pad/index.js"\n` });
  await chmod(join(repo.path, 'node_modules', '.bin', 'pad'), 0o755);
  return { repo, path: repo.worktrees['one']?.path ?? '' };
}

async function prepare(
  repo: TempRepo,
  path: string,
  dependencies?: DependencyChoice,
  options: Partial<PrepareWorkspaceOptions> = {},
): Promise<PreparedDependencies> {
  const repository = await openRepository(repo.path);
  return (await prepareWorkspace({ repository, path, dependencies, ...options })).dependencies;
}

const inode = async (...parts: readonly string[]): Promise<number> => (await stat(join(...parts))).ino;

/** A program of that name that notes how it was called, alone on PATH with what a shell script needs. */
async function fakeTool(repo: TempRepo, name: string, script: string): Promise<Record<string, string>> {
  const folder = join(repo.path, '..', 'tools');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${folder}:/usr/bin:/bin` };
}

describe('dependencies', () => {
  test('come as files of its own, in all packages that the branch has, by default', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    const { manner, folders } = await prepare(repo, path);
    expect(['copy', 'reflink']).toContain(manner);
    expect(folders).toEqual(['node_modules', 'packages/a/node_modules']);
    expect(await inode(path, 'node_modules/left-pad/index.js')).not.toBe(
      await inode(repo.path, 'node_modules/left-pad/index.js'),
    );
    expect(await status(path)).toEqual([]);
  });

  test('link to the packages of this worktree, and out of the repository to where they led', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    await prepare(repo, path);
    const modules = join(path, 'node_modules');
    await writeFile(join(path, 'packages', 'a', 'index.js'), 'changed here\n');
    expect(await readFile(join(modules, 'a', 'index.js'), 'utf8')).toBe('changed here\n');
    expect(await readlink(join(modules, 'b'))).toBe(join(path, 'packages', 'b'));
    expect(await readlink(join(modules, 'outside'))).toBe(join(repo.path, '..', 'outside'));
    expect(await readFile(join(modules, '.bin', 'pad'), 'utf8')).toContain(`"${path}/node_modules/left-pad/index.js"`);
    expect((await lstat(join(modules, '.bin', 'pad'))).mode & 0o777).toBe(0o755);
    expect(await readFile(join(repo.path, 'node_modules', '.bin', 'pad'), 'utf8')).toContain(repo.path);
  });

  test('are hard links when asked for, but not what tools write in place', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    expect(await prepare(repo, path, 'link')).toMatchObject({ manner: 'hard-link', reason: 'asked for' });
    expect(await inode(path, 'node_modules/left-pad/index.js')).toBe(
      await inode(repo.path, 'node_modules/left-pad/index.js'),
    );
    for (const own of ['.package-lock.json', '.cache/tool', '.bin/pad'])
      expect(await inode(path, 'node_modules', own)).not.toBe(await inode(repo.path, 'node_modules', own));
  });

  test('are hard links by default where they are hard links into a store already', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    const store = join(repo.path, '..', 'store');
    await mkdir(store);
    for (const [at, file] of [
      'node_modules/left-pad/package.json',
      'packages/a/node_modules/deep/package.json',
    ].entries())
      await link(join(repo.path, file), join(store, String(at)));
    const { manner } = await prepare(repo, path);
    expect(['hard-link', 'reflink']).toContain(manner);
  });

  test('are kept when they are there, and made anew when the copy was cut off', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    await prepare(repo, path);
    expect(await prepare(repo, path)).toMatchObject({ manner: 'kept', folders: [] });
    await writeFile(join(path, 'node_modules', '.cdev-incomplete'), '');
    await rm(join(path, 'node_modules', 'left-pad'), { recursive: true });
    expect((await prepare(repo, path)).folders).toEqual(['node_modules']);
    expect(await readFile(join(path, 'node_modules', 'left-pad', 'index.js'), 'utf8')).toBe('pad\n');
  });

  test('are none when none are installed or wanted, and it is said why', async () => {
    await using repo = await tempRepo(sources, { worktrees: ['one'] });
    const path = repo.worktrees['one']?.path ?? '';
    expect(await prepare(repo, path)).toMatchObject({
      manner: 'none',
      reason: expect.stringContaining('no dependencies installed'),
    });
    expect(await prepare(repo, path, 'none')).toMatchObject({ manner: 'none', reason: 'not asked for' });
    await symlink('/nowhere', join(repo.path, 'node_modules'));
    expect(await prepare(repo, path)).toMatchObject({ manner: 'none' });
  });
});

/** As `npm pack` writes it: a package with a build script. */
function withBuildScript(name: string): Buffer {
  const manifest = { name, version: '1.0.0', scripts: { install: 'echo made > made.txt' } };
  return gzipSync(makeTar([['package/package.json', JSON.stringify(manifest)]]));
}

describe('build scripts that nobody has approved', () => {
  const app = (more: object = {}): string =>
    `${JSON.stringify({ name: 'app', private: true, dependencies: { built: 'file:built.tgz' }, ...more })}\n`;

  test('are not run by pnpm, which is told as what it is, and the packages are there', async () => {
    await using repo = await tempRepo({ 'package.json': app(), '.gitignore': 'node_modules\n' });
    await writeFile(join(repo.path, 'built.tgz'), withBuildScript('built'));
    const env = { npm_config_store_dir: join(repo.path, '..', 'store') };
    await run('pnpm', ['install', '--lockfile-only', '--offline'], { cwd: repo.path, env });
    await repo.commit('Dependencies');
    const { path } = await repo.worktree('one');
    const prepared = await prepare(repo, path, 'install', { env });
    expect(prepared).toMatchObject({
      manner: 'install',
      folders: ['node_modules'],
      unbuilt: { packages: ['built@file:built.tgz'], approve: 'pnpm approve-builds' },
    });
    expect(await readdir(join(path, 'node_modules', 'built'))).toEqual(['package.json']);
    // Again, when there is nothing to install any more.
    expect((await prepare(repo, path, 'install', { env })).unbuilt).toEqual(prepared.unbuilt);
    await writeFile(join(path, 'pnpm-workspace.yaml'), 'allowBuilds:\n  built@file:built.tgz: true\n');
    await rm(join(path, 'node_modules'), { recursive: true });
    expect((await prepare(repo, path, 'install', { env })).unbuilt).toBeUndefined();
    expect(await readdir(join(path, 'node_modules', 'built'))).toContain('made.txt');
  });

  test('are named as npm names them', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    const said = [
      'npm warn install-scripts 2 packages have install scripts not yet covered by allowScripts:',
      'npm warn install-scripts   @acme/built@1.0.0 (install: node build.js)',
      'npm warn install-scripts   other@2.0.0 (postinstall: node x.js)',
      'npm warn install-scripts',
      'npm warn install-scripts Run `npm install-scripts ls` to review, or `npm install-scripts approve <pkg>` to allow.',
    ];
    const env = await fakeTool(repo, 'npm', `cat >&2 <<'END'\n${said.join('\n')}\nEND`);
    expect((await prepare(repo, path, 'install', { env })).unbuilt).toEqual({
      packages: ['@acme/built@1.0.0', 'other@2.0.0'],
      approve: 'npm install-scripts approve @acme/built other',
    });
  });

  test('beside another failure of pnpm are no installation', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    await rename(join(path, 'package-lock.json'), join(path, 'pnpm-lock.yaml'));
    const says = (text: string): string => `[ "$1" = --version ] && exit 0; echo '${text}' >&2; exit 1`;
    const both = await fakeTool(repo, 'pnpm', says('ERR_PNPM_FETCH_404 ERR_PNPM_IGNORED_BUILDS'));
    await expect(prepare(repo, path, 'install', { env: both })).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_INSTALL_FAILED',
    });
    const one = await fakeTool(
      repo,
      'pnpm',
      says('[ERR_PNPM_IGNORED_BUILDS] Ignored build scripts: a@1.0.0, b@2.0.0.'),
    );
    expect((await prepare(repo, path, 'install', { env: one })).unbuilt?.packages).toEqual(['a@1.0.0', 'b@2.0.0']);
  });
});

describe('installing dependencies', () => {
  const note = 'echo "$0 $*" >> calls; mkdir -p node_modules/x && echo "$1" > node_modules/x/package.json';

  test.each([
    ['npm', 'package-lock.json', 'ci --prefer-offline --no-audit --no-fund'],
    ['pnpm', 'pnpm-lock.yaml', 'install --frozen-lockfile --prefer-offline'],
    ['yarn', 'yarn.lock', 'install --frozen-lockfile --prefer-offline'],
    ['bun', 'bun.lock', 'install --frozen-lockfile'],
  ])('is done by %s where there is a %s', async (tool, lockFile, args) => {
    await using repo = await tempRepo(
      { [lockFile]: 'x\n', '.gitignore': 'node_modules\ncalls\n' },
      { worktrees: ['one'] },
    );
    const path = repo.worktrees['one']?.path ?? '';
    const env = await fakeTool(repo, tool, note);
    expect(await prepare(repo, path, 'install', { env })).toMatchObject({
      manner: 'install',
      folders: ['node_modules'],
    });
    const calls = (await readFile(join(path, 'calls'), 'utf8')).trim().split('\n');
    expect(calls.at(-1)?.endsWith(`/${tool} ${args}`)).toBe(true);
  });

  test('fails with the output of the package manager, or names the one that is missing', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    const broken = await fakeTool(repo, 'npm', '[ "$1" = --version ] && exit 0; echo no network >&2; exit 1');
    await expect(prepare(repo, path, 'install', { env: broken })).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_INSTALL_FAILED',
      message: expect.stringContaining('no network'),
    });
    await expect(prepare(repo, path, 'install', { env: { PATH: '/nowhere' } })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_TOOL_MISSING',
      steps: [expect.stringContaining('package-lock.json')],
    });
  });

  test('needs a lock file', async () => {
    await using repo = await tempRepo({ a: 'a\n' }, { worktrees: ['one'] });
    await expect(prepare(repo, repo.worktrees['one']?.path ?? '', 'install')).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_NO_LOCK_FILE',
    });
  });

  test('comes on top of a copy when the branch has another lock file', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    await writeFile(join(path, 'package-lock.json'), '{ "lockfileVersion": 3, "packages": {} }\n');
    const env = await fakeTool(repo, 'npm', 'mkdir -p node_modules/new');
    expect(await prepare(repo, path, 'auto', { env })).toMatchObject({
      manner: 'install',
      reason: expect.stringContaining('differs'),
    });
    expect((await stat(join(path, 'node_modules', 'new'))).isDirectory()).toBe(true);
    expect((await stat(join(path, 'node_modules', 'left-pad'))).isDirectory()).toBe(true);
  });

  test('leaves the copy, and says what it is, when it fails there', async () => {
    const { repo, path } = await repoWithDependencies();
    await using _ = repo;
    await writeFile(join(path, 'package-lock.json'), '{ "lockfileVersion": 2 }\n');
    const env = await fakeTool(repo, 'npm', '[ "$1" = --version ] && exit 0; exit 1');
    const { manner, reason } = await prepare(repo, path, 'auto', { env });
    expect(['copy', 'reflink']).toContain(manner);
    expect(reason).toContain('could not install: CDEV_E_WORKSPACE_INSTALL_FAILED');
  });
});
