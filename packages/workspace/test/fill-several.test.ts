import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRepository, status } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { createWorktrees, type CreatedWorktree } from '../src/index.ts';

const files = { 'top.txt': 't\n', 'src/y.ts': 'y\n' };

async function create(repo: { readonly path: string }, names: readonly string[]): Promise<CreatedWorktree[]> {
  const repository = await openRepository(repo.path);
  const worktrees = names.map((name, at) => ({
    path: join(repo.path, '..', 'agents', name),
    branch: `cdev/plan/${at}`,
    start: 'main',
  }));
  return createWorktrees({ repository, worktrees });
}

describe('several worktrees at once', () => {
  test('are filled in folders of whatever name', async () => {
    await using repo = await tempRepo(files);
    const created = await create(repo, ["it's", 'a\nb', '$HOME `id` *', '-n']);
    expect(created).toHaveLength(4);
    for (const { path } of created) {
      expect(await status(path)).toEqual([]);
      expect(await readFile(join(path, 'src', 'y.ts'), 'utf8')).toBe('y\n');
    }
  });

  test('fail in the words of git when it cannot check one out', async () => {
    await using repo = await tempRepo(files);
    const blob = await repo.git('rev-parse', 'main:src/y.ts');
    await rm(join(repo.path, '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
    await expect(create(repo, ['one', 'two'])).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_FAILED',
      details: { output: expect.stringContaining(blob) },
    });
  });
});
