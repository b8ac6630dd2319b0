import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { restoreSnapshot, status, takeSnapshot, type Snapshot } from '../../src/index.ts';

/** A repository with a snapshot of work that was thrown away afterwards. */
async function repoWithLostWork(): Promise<{ repo: TempRepo; snapshot: Snapshot }> {
  const repo = await tempRepo({ kept: 'k\n', changed: 'a\n', gone: 'g\n' });
  await repo.write({ changed: 'b\n', 'new dir/ñew': 'n\n' });
  await rm(join(repo.path, 'gone'));
  const snapshot = await takeSnapshot(repo.path, { ref: 'refs/cdev/snapshots/p/a/', message: 'Work' });
  await repo.git('reset', '--quiet', '--hard');
  await repo.git('clean', '--quiet', '-fd');
  return { repo, snapshot: snapshot as Snapshot };
}

const changesOf = async (path: string): Promise<[string, string][]> =>
  (await status(path)).map(({ path, index, worktree }) => [path, index + worktree]);

describe('restoreSnapshot', () => {
  test('brings all files back, removals included, and leaves index and HEAD alone', async () => {
    const { repo, snapshot } = await repoWithLostWork();
    await using _ = repo;
    const result = await restoreSnapshot(repo.path, snapshot.ref);
    expect(result).toEqual({ paths: ['changed', 'gone', 'new dir/ñew'], saved: undefined });
    expect(await changesOf(repo.path)).toEqual([
      ['changed', '.M'],
      ['gone', '.D'],
      ['new dir/ñew', '??'],
    ]);
    expect(await restoreSnapshot(repo.path, snapshot.ref)).toEqual({ paths: [], saved: undefined });
  });

  test('brings back only the paths and folders asked for', async () => {
    const { repo, snapshot } = await repoWithLostWork();
    await using _ = repo;
    const { paths } = await restoreSnapshot(repo.path, snapshot.commit, { paths: ['new dir/', 'gone'] });
    expect(paths).toEqual(['gone', 'new dir/ñew']);
    expect(await readFile(join(repo.path, 'changed'), 'utf8')).toBe('a\n');
  });

  test('refuses to write over changes that are in no commit, and then writes nothing', async () => {
    const { repo, snapshot } = await repoWithLostWork();
    await using _ = repo;
    await repo.write({ changed: 'mine\n', kept: 'mine\n' });
    await expect(restoreSnapshot(repo.path, snapshot.ref)).rejects.toMatchObject({
      code: 'CDEV_E_GIT_WOULD_OVERWRITE',
      details: { paths: ['changed', 'kept'] },
    });
    expect(await changesOf(repo.path)).toEqual([
      ['changed', '.M'],
      ['kept', '.M'],
    ]);
    // What stands elsewhere is in nobody's way.
    expect(await restoreSnapshot(repo.path, snapshot.ref, { paths: ['new dir'] })).toMatchObject({
      paths: ['new dir/ñew'],
    });
  });

  test('takes a snapshot of what is there when told where, and goes on', async () => {
    const { repo, snapshot } = await repoWithLostWork();
    await using _ = repo;
    await repo.write({ changed: 'mine\n' });
    const { saved } = await restoreSnapshot(repo.path, snapshot.ref, { saveTo: 'refs/cdev/snapshots/p/a/' });
    expect(saved?.ref).toBe('refs/cdev/snapshots/p/a/2');
    expect(await repo.git('show', `${saved?.ref}:changed`)).toBe('mine');
    expect(await readFile(join(repo.path, 'changed'), 'utf8')).toBe('b\n');
  });

  test('does not write over an ignored file', async () => {
    const { repo, snapshot } = await repoWithLostWork();
    await using _ = repo;
    await repo.write({ '.git/info/exclude': 'new dir/\n', 'new dir/ñew': 'precious\n' });
    await expect(restoreSnapshot(repo.path, snapshot.ref)).rejects.toMatchObject({
      code: 'CDEV_E_GIT_WOULD_OVERWRITE',
    });
    expect(await readFile(join(repo.path, 'new dir', 'ñew'), 'utf8')).toBe('precious\n');
    expect(await readFile(join(repo.path, 'changed'), 'utf8')).toBe('a\n');
  });

  test('lets a folder take the place of a file and a file that of a folder, but not of ignored files', async () => {
    await using repo = await tempRepo({ file: 'f\n', 'folder/x': 'x\n', '.gitignore': '*.log\n' });
    await rm(join(repo.path, 'file'));
    await rm(join(repo.path, 'folder'), { recursive: true });
    await repo.write({ 'file/y': 'y\n', folder: 'now a file\n' });
    const snapshot = await takeSnapshot(repo.path, { ref: 'refs/cdev/snapshots/p/a/', message: 'Work' });
    const wanted = snapshot?.ref ?? '';
    await repo.git('reset', '--quiet', '--hard');
    await repo.git('clean', '--quiet', '-fd');
    await repo.write({ 'folder/debug.log': 'precious\n' });
    await expect(restoreSnapshot(repo.path, wanted)).rejects.toMatchObject({
      details: { paths: ['folder/debug.log'] },
    });
    await rm(join(repo.path, 'folder', 'debug.log'));
    await restoreSnapshot(repo.path, wanted);
    expect(await readFile(join(repo.path, 'file', 'y'), 'utf8')).toBe('y\n');
    expect(await readFile(join(repo.path, 'folder'), 'utf8')).toBe('now a file\n');
  });

  test('names the snapshot that is not there', async () => {
    await using repo = await tempRepo();
    await expect(restoreSnapshot(repo.path, 'refs/cdev/none')).rejects.toMatchObject({
      code: 'CDEV_E_GIT_UNKNOWN_REVISION',
    });
  });
});
