import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chown, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { discoverRepository } from '../src/discover-repository.ts';
import { git, openRepository } from '../src/index.ts';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

/** What git itself says of it; undefined where it refuses. */
async function told(cwd: string): Promise<object | undefined> {
  const questions = [
    '--git-dir',
    '--git-common-dir',
    '--is-bare-repository',
    '--show-object-format',
    '--show-toplevel',
  ];
  const answer = await git(cwd, ['rev-parse', '--path-format=absolute', ...questions], { allowFailure: true });
  if (!answer.ok) return undefined;
  const [gitDir, commonDir, isBare, objectFormat, top] = answer.stdoutBytes.toString('utf8').split('\n');
  return { top, gitDir, commonDir, isBare: isBare === 'true', isLinkedWorktree: gitDir !== commonDir, objectFormat };
}

onLinux('discoverRepository says what git says', () => {
  test.each(['', 'src', 'src/deep er'])('in "%s" of a work tree', async (below) => {
    await using repo = await tempRepo({ 'src/deep er/å.txt': 'a\n' });
    const cwd = join(repo.path, below);
    expect(discoverRepository(cwd)).toEqual(await told(cwd));
  });

  test('in a linked worktree, with settings of its own and without, and by a link to it', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { worktrees: ['side'] });
    await using other = await tempFolder();
    const path = repo.worktrees['side']?.path ?? '';
    const first = discoverRepository(path);
    expect(first).toMatchObject({ top: path, isLinkedWorktree: true });
    expect(first).toEqual(await told(path));
    await repo.git('config', 'extensions.worktreeConfig', 'true');
    await git(path, ['config', '--worktree', 'core.sparseCheckout', 'true']);
    const link = join(other.path, 'link');
    await symlink(path, link);
    expect(discoverRepository(link)).toEqual(await told(link));
    expect(discoverRepository(link)).toEqual(first);
  });

  test('in a worktree of a bare repository, before the first commit, on no branch, and with SHA-256', async () => {
    await using bare = await tempRepo({ 'a.txt': 'a\n' }, { bare: true, worktrees: ['side'] });
    const path = bare.worktrees['side']?.path ?? '';
    expect(discoverRepository(path)).toMatchObject({ top: path, commonDir: bare.path, isBare: false });
    expect(discoverRepository(path)).toEqual(await told(path));
    await git(path, ['checkout', '--detach']);
    expect(discoverRepository(path)).toEqual(await told(path));
    await using folder = await tempFolder();
    await git(folder.path, ['init', '--object-format=sha256']);
    expect(discoverRepository(folder.path)).toMatchObject({ objectFormat: 'sha256' });
    expect(discoverRepository(folder.path)).toEqual(await told(folder.path));
  });

  test('where the git directory is elsewhere', async () => {
    await using folder = await tempFolder();
    const top = join(folder.path, 'work');
    await git(folder.path, ['init', '--separate-git-dir', join(folder.path, 'kept'), 'work']);
    expect(discoverRepository(top)).toMatchObject({ gitDir: join(folder.path, 'kept') });
    expect(discoverRepository(top)).toEqual(await told(top));
  });
});

onLinux('discoverRepository leaves to git', () => {
  afterEach(() => {
    delete process.env['GIT_CEILING_DIRECTORIES'];
  });

  test('what is no work tree, or none yet', async () => {
    await using folder = await tempFolder();
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    await using bare = await tempRepo({ 'a.txt': 'a\n' }, { bare: true });
    const inside = join(repo.path, '.git', 'refs');
    for (const path of [folder.path, bare.path, inside, join(folder.path, 'missing')])
      expect(discoverRepository(path)).toBeUndefined();
    await writeFile(join(repo.path, '.git', 'HEAD'), 'nonsense\n');
    expect(discoverRepository(repo.path)).toBeUndefined();
    await expect(openRepository(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_A_REPOSITORY' });
  });

  test('a git directory behind a link, and a gitdir that is gone', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { worktrees: ['side'] });
    const path = repo.worktrees['side']?.path ?? '';
    await rename(join(repo.path, '.git'), join(repo.path, 'moved'));
    expect(discoverRepository(path)).toBeUndefined();
    await symlink('moved', join(repo.path, '.git'));
    expect(discoverRepository(repo.path)).toBeUndefined();
    expect(await openRepository(repo.path)).toMatchObject({ top: repo.path });
  });

  test('a submodule, whose work tree its configuration names', async () => {
    await using inner = await tempRepo({ 'a.txt': 'a\n' });
    await using repo = await tempRepo({ 'b.txt': 'b\n' });
    await repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', inner.path, 'sub');
    const path = join(repo.path, 'sub');
    expect(discoverRepository(path)).toBeUndefined();
    expect(await openRepository(path)).toMatchObject({ top: path, gitDir: join(repo.path, '.git/modules/sub') });
  });

  test.each([
    '[core]\n\tworktree = ../elsewhere\n',
    '[core]\n\tbare = yes\n',
    '[core]\n\tbare\n',
    '[CORE]\n\tBare = true\n',
    '[core] bare = true\n',
    '[core]\n\trepositoryformatversion = 1\n[extensions]\n\tofTheFuture = true\n',
    '[extensions]\n\tobjectFormat = sha256\n',
    '[alias]\n\ta = \\\n[alias]\n',
  ])('a configuration with %j', async (more) => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    expect(discoverRepository(repo.path)).toBeDefined();
    await appendFile(join(repo.path, '.git', 'config'), more);
    expect(discoverRepository(repo.path)).toBeUndefined();
  });

  test('one without configuration, or without objects', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    await rename(join(repo.path, '.git', 'config'), join(repo.path, '.git', 'config.away'));
    expect(discoverRepository(repo.path)).toBeUndefined();
    await rename(join(repo.path, '.git', 'config.away'), join(repo.path, '.git', 'config'));
    await rm(join(repo.path, '.git', 'objects'), { recursive: true });
    expect(discoverRepository(repo.path)).toBeUndefined();
  });

  test('an environment that steers git', async () => {
    await using repo = await tempRepo({ 'a/b.txt': 'a\n' });
    process.env['GIT_CEILING_DIRECTORIES'] = repo.path;
    expect(discoverRepository(join(repo.path, 'a'))).toBeUndefined();
    await expect(openRepository(join(repo.path, 'a'))).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_A_REPOSITORY' });
  });

  test("another user's repository", async () => {
    // Only root can give a folder away.
    if (process.geteuid?.() !== 0) return;
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    await chown(join(repo.path, '.git'), 12_345, 12_345);
    expect(discoverRepository(repo.path)).toBeUndefined();
    await expect(openRepository(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_GIT_DUBIOUS_OWNERSHIP' });
  });

  test('a repository within a folder of another, when it is broken', async () => {
    await using repo = await tempRepo({ 'in/a.txt': 'a\n' });
    await mkdir(join(repo.path, 'in', '.git'));
    expect(discoverRepository(join(repo.path, 'in'))).toBeUndefined();
    expect(await openRepository(join(repo.path, 'in'))).toMatchObject({ top: repo.path });
  });
});

test('a repository is opened without a process where its version is not asked for', async () => {
  await using repo = await tempRepo({ 'a.txt': 'a\n' });
  const trace = join(repo.path, '.git', 'trace');
  const source = new URL('../src/index.ts', import.meta.url).href;
  const script = `const { openRepository } = await import(${JSON.stringify(source)}); console.log((await openRepository(process.cwd(), { checksVersion: false })).top);`;
  const args = ['--conditions', '@cdev/source', '--no-warnings', '--input-type=module', '-e', script];
  const env = { ...process.env, GIT_TRACE: trace, NODE_OPTIONS: '' };
  expect(execFileSync(process.execPath, args, { cwd: repo.path, env, encoding: 'utf8' })).toBe(`${repo.path}\n`);
  expect(existsSync(trace)).toBe(process.platform !== 'linux');
});
