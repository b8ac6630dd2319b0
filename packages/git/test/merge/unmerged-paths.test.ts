import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { unmergedPaths } from '../../src/index.ts';

describe('unmergedPaths', () => {
  test('tells the conflicts of a stopped merge with their versions, whatever folder it is asked in', async () => {
    await using repo = await tempRepo(
      { 'both ü.txt': 'base\n', 'sub/gone.txt': 'base\n' },
      { branches: { other: { 'both ü.txt': 'theirs\n', 'new.txt': 'theirs\n', 'sub/gone.txt': 'changed\n' } } },
    );
    await repo.git('rm', '-q', 'sub/gone.txt');
    await repo.commit('Ours', { 'both ü.txt': 'ours\n', 'new.txt': 'ours\n', 'sub/here.txt': '' });
    expect(await unmergedPaths(repo.path)).toEqual([]);
    await repo.git('merge', 'other').catch(() => {});
    const conflicts = await unmergedPaths(`${repo.path}/sub`);
    expect(conflicts.map(({ path, kind }) => [path, kind])).toEqual([
      ['both ü.txt', 'content'],
      ['new.txt', 'add/add'],
      ['sub/gone.txt', 'modify/delete'],
    ]);
    const theirs = await repo.git('rev-parse', 'other:both ü.txt');
    expect(conflicts[0]).toMatchObject({ theirs: { mode: '100644', oid: theirs } });
    expect(conflicts[1]?.base).toBeUndefined();
    expect(conflicts[2]?.ours).toBeUndefined();
  });
});
