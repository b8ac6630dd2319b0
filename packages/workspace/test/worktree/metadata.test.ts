import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { findMetadata, readGitFile, readLinkedMetadata, removeMetadata } from '../../src/worktree/metadata.ts';

async function repoWithWorktree(): Promise<{ repo: TempRepo; path: string; commonDir: string; folder: string }> {
  const repo = await tempRepo({ a: 'a\n' }, { worktrees: ['one'] });
  const commonDir = join(repo.path, '.git');
  return { repo, path: repo.worktrees['one']?.path ?? '', commonDir, folder: join(commonDir, 'worktrees', 'one') };
}

describe('findMetadata', () => {
  test('finds it by the link in the folder, and by looking through all when that is gone', async () => {
    const { repo, path, commonDir, folder } = await repoWithWorktree();
    await using _ = repo;
    const expected = { folder, branch: 'one', isWhole: true, locked: undefined };
    expect(await readLinkedMetadata(commonDir, path)).toEqual(expected);
    await rm(join(path, '.git'));
    expect(await readLinkedMetadata(commonDir, path)).toBeUndefined();
    expect(await findMetadata(commonDir, path)).toEqual(expected);
    await rm(path, { recursive: true });
    expect(await findMetadata(commonDir, path)).toEqual(expected);
  });

  test('understands links that are relative, and paths through links', async () => {
    const { repo, path, commonDir, folder } = await repoWithWorktree();
    await using _ = repo;
    await writeFile(join(folder, 'gitdir'), `${relative(folder, join(path, '.git'))}\n`);
    await writeFile(join(path, '.git'), `gitdir: ${relative(path, folder)}\n`);
    expect(await readGitFile(path)).toBe(folder);
    expect(await readLinkedMetadata(commonDir, path)).toMatchObject({ folder });
    await symlink(join(path, '..'), join(repo.path, '..', 'link'));
    await writeFile(join(folder, 'gitdir'), `${join(repo.path, '..', 'link', 'one', '.git')}\n`);
    expect(await findMetadata(commonDir, path)).toMatchObject({ folder });
  });

  test('does not believe a folder that the metadata does not name', async () => {
    const { repo, path, commonDir } = await repoWithWorktree();
    await using _ = repo;
    const copy = join(repo.path, '..', 'copy');
    await mkdir(copy);
    await writeFile(join(copy, '.git'), `gitdir: ${join(commonDir, 'worktrees', 'one')}\n`);
    expect(await findMetadata(commonDir, copy)).toBeUndefined();
    expect(await findMetadata(commonDir, repo.path)).toBeUndefined();
    expect(await findMetadata(join(path, 'nowhere'), path)).toBeUndefined();
  });

  test.each([
    ['HEAD', `${'0'.repeat(40)}\n`, { isWhole: false, branch: undefined }],
    ['locked', 'initializing\n', { isWhole: false, branch: 'one' }],
    ['locked', '\n', { isWhole: true, locked: '' }],
    ['HEAD', `${'a'.repeat(40)}\n`, { isWhole: true, branch: undefined }],
  ])('tells what a creation that was cut off left in %s (%j)', async (name, text, expected) => {
    const { repo, path, commonDir, folder } = await repoWithWorktree();
    await using _ = repo;
    await writeFile(join(folder, name), text);
    expect(await findMetadata(commonDir, path)).toMatchObject(expected);
  });
});

describe('removeMetadata', () => {
  test('removes the folder of all metadata with the last one only', async () => {
    const { repo, path, commonDir } = await repoWithWorktree();
    await using _ = repo;
    const two = await repo.worktree('two');
    for (const [place, left] of [
      [path, ['two']],
      [two.path, undefined],
    ] as const) {
      const metadata = await findMetadata(commonDir, place);
      if (metadata) await removeMetadata(metadata);
      expect(await readdir(join(commonDir, 'worktrees')).catch(() => undefined)).toEqual(left);
    }
  });
});
