import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { quoteForShell } from '@cdev/core/subprocess';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { git, isGitFailure, openRepository } from '../src/index.ts';

describe('git', () => {
  afterEach(() => {
    delete process.env['GIT_DIR'];
    delete process.env['GIT_INDEX_FILE'];
  });

  test('works in the folder it is given, whatever a surrounding git left in the environment', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    await using other = await tempRepo({ 'b.txt': 'b\n' });
    process.env['GIT_DIR'] = join(other.path, '.git');
    process.env['GIT_INDEX_FILE'] = join(other.path, '.git', 'index');
    const { stdout } = await git(repo.path, ['ls-files']);
    expect(stdout).toBe('a.txt\n');
  });

  test('takes an opened repository for a place, a bare one too', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { bare: true });
    const repository = await openRepository(repo.path);
    expect((await git(repository, ['rev-parse', '--is-bare-repository'])).stdout).toBe('true\n');
  });

  test('gives the output of a large answer whole', async () => {
    const content = `${'x'.repeat(99)}\n`.repeat(150_000);
    await using repo = await tempRepo({ 'large.txt': content });
    const { stdoutBytes, truncated } = await git(repo.path, ['cat-file', 'blob', 'HEAD:large.txt']);
    expect(truncated).toBe(false);
    expect(stdoutBytes.length).toBe(content.length);
  });

  test('runs no hook when told so, and runs them by default', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    await repo.git('config', 'core.hooksPath', 'hooks');
    await repo.write({ 'hooks/reference-transaction': '#!/bin/sh\nexit 1\n' });
    await git(repo.path, ['update-index', '--add', '--chmod=+x', 'hooks/reference-transaction']);
    await git(repo.path, ['checkout-index', '-f', 'hooks/reference-transaction']);
    const update = ['update-ref', 'refs/heads/new', 'HEAD'];
    await expect(git(repo.path, update)).rejects.toMatchObject({ code: 'CDEV_E_SUBPROCESS_FAILED' });
    await expect(git(repo.path, update, { hooks: false })).resolves.toMatchObject({ ok: true });
  });

  test('says that the folder is missing, or that git is', async () => {
    await using folder = await tempFolder();
    const missing = join(folder.path, 'nowhere');
    await expect(git(missing, ['status'])).rejects.toMatchObject({ code: 'CDEV_E_GIT_FOLDER_MISSING' });
    await expect(git(folder.path, ['status'], { env: { PATH: folder.path } })).rejects.toMatchObject({
      code: 'CDEV_E_GIT_MISSING',
    });
  });

  test('says that there is no repository, with what to do', async () => {
    await using folder = await tempFolder();
    await expect(git(folder.path, ['status'])).rejects.toMatchObject({
      code: 'CDEV_E_GIT_NOT_A_REPOSITORY',
      kind: 'usage',
      steps: expect.arrayContaining([expect.stringContaining('--cwd')]),
    });
  });
});

describe('git that cannot read an object', () => {
  test('says that a partial clone lacks it, and that its remote did not give it', async () => {
    await using source = await tempRepo({ 'a.txt': 'a\n' });
    await using folder = await tempFolder();
    const clone = join(folder.path, 'partial ü');
    await source.git('config', 'uploadpack.allowFilter', 'true');
    const filtered = ['--no-local', '--filter=blob:none', `file://${source.path}`, clone];
    await git(folder.path, ['clone', '--quiet', '--bare', ...filtered]);
    await rename(source.path, `${source.path}.away`);
    const error: unknown = await git(clone, ['cat-file', '-p', 'HEAD:a.txt']).catch((cause: unknown) => cause);
    await rename(`${source.path}.away`, source.path);
    expect(error).toMatchObject({
      code: 'CDEV_E_GIT_NOT_FETCHED',
      message: expect.stringContaining('does not appear to be a git repository'),
    });
    expect(isGitFailure(error)).toBe(true);
  });

  test.each([
    ['a file', 'HEAD:a.txt', 'missing'],
    ['a folder', 'HEAD^{tree}', 'missing'],
    ['a file', 'HEAD:a.txt', 'cut'],
    ['a folder', 'HEAD^{tree}', 'cut'],
    ['a commit', 'HEAD^{commit}', 'cut'],
  ])('says which it is: %s, %s, %s', async (_, name, how) => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    const object = await repo.git('rev-parse', name);
    await repo.commit('Later', { 'a.txt': 'b\n' });
    const file = join(repo.path, '.git/objects', object.slice(0, 2), object.slice(2));
    await rm(file);
    if (how === 'cut') await writeFile(file, '');
    const error: unknown = await git(repo.path, ['log', '-p']).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'CDEV_E_GIT_BROKEN_OBJECT', message: expect.stringContaining(object) });
  });

  test('says of a name that leads nowhere what git says', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    const asked = git(repo.path, ['cat-file', '-p', 'f'.repeat(40)]);
    await expect(asked).rejects.toMatchObject({ code: 'CDEV_E_SUBPROCESS_FAILED' });
  });
});

// A disk that is always full is a device of Linux.
const onLinux = process.platform === 'linux' ? describe : describe.skip;
onLinux('git on a full disk', () => {
  test('says what to do', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    await expect(git(repo.path, ['archive', '--output=/dev/full', 'HEAD'])).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_FAILED',
      steps: [`Make room: df -h ${quoteForShell(repo.path)}`, 'Run the same command again after it'],
    });
  });
});
