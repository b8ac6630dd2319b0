import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type Files, type TempRepo } from '@cdev/test-kit';
import { listFiles, mergeTrees, readFileAt, status, type MergeConflict } from '../../src/index.ts';

const lines = (...changed: readonly string[]): string => `${[...changed, 'a\nb\nc\nd\ne\nf\ng\nh'].join('\n')}\n`;

async function repoWith(base: Files, ours: Files, theirs: Files): Promise<TempRepo> {
  return tempRepo(base, { branches: { ours, theirs } });
}

const paths = (conflicts: readonly MergeConflict[]): [string, string][] =>
  conflicts.map(({ path, kind }) => [path, kind]);

describe('mergeTrees', () => {
  test('tells of a clean merge which files it put together from both sides', async () => {
    const text = (first: string, last: string): string => lines(first, 'b', 'c', 'd', 'e', 'f', last);
    await using repo = await tempRepo(
      { 'both ü.txt': text('a', 'g'), 'ours.txt': '1', 'theirs.txt': '1' },
      {
        branches: {
          ours: { 'both ü.txt': text('A', 'g'), 'ours.txt': '2' },
          theirs: { 'both ü.txt': text('a', 'G'), 'theirs.txt': '2' },
        },
      },
    );
    const { isClean, messages } = await mergeTrees(repo.path, { ours: 'ours', theirs: 'theirs' });
    expect(isClean).toBe(true);
    expect(messages.map(({ type, paths: named }) => [type, named])).toEqual([['Auto-merging', ['both ü.txt']]]);
  });

  test('merges without touching the working tree, following a rename', async () => {
    await using repo = await tempRepo(
      { 'old.txt': lines('one', 'two') },
      { branches: { theirs: { 'old.txt': lines('one', '2') } } },
    );
    await repo.git('mv', 'old.txt', 'new näme.txt');
    await repo.commit('rename');
    const result = await mergeTrees(repo.path, { ours: 'main', theirs: 'theirs' });
    expect(result).toMatchObject({ isClean: true, conflicts: [], messages: [] });
    expect((await readFileAt(repo.path, result.tree, 'new näme.txt'))?.toString()).toBe(lines('one', '2'));
    expect(await listFiles(repo.path, result.tree)).toEqual(['new näme.txt']);
    expect(await status(repo.path)).toEqual([]);
  });

  test('gives the three versions of each conflict and its kind', async () => {
    const base = { 'a b.txt': lines('1'), 'gone.txt': lines('g'), same: 's\n' };
    await using repo = await repoWith(
      base,
      { 'a b.txt': lines('2'), new: 'n\n', 'gone.txt': lines('G') },
      { 'a b.txt': lines('3'), new: 'm\n' },
    );
    await repo.git('checkout', '--quiet', 'theirs');
    await rm(join(repo.path, 'gone.txt'));
    await repo.commit('remove');
    const { isClean, conflicts, messages, tree } = await mergeTrees(repo.path, { ours: 'ours', theirs: 'theirs' });
    expect(isClean).toBe(false);
    expect(paths(conflicts)).toEqual([
      ['a b.txt', 'content'],
      ['gone.txt', 'modify/delete'],
      ['new', 'add/add'],
    ]);
    expect(conflicts[0]).toMatchObject({
      base: { mode: '100644', oid: await repo.git('rev-parse', 'main:a b.txt') },
      ours: { oid: await repo.git('rev-parse', 'ours:a b.txt') },
      theirs: { oid: await repo.git('rev-parse', 'theirs:a b.txt') },
    });
    expect(conflicts[1]).toMatchObject({ theirs: undefined, ours: { mode: '100644' } });
    expect(conflicts[2]).toMatchObject({ base: undefined });
    expect(messages.find(({ type }) => type === 'CONFLICT (modify/delete)')?.paths).toEqual(['gone.txt']);
    expect((await readFileAt(repo.path, tree, 'a b.txt'))?.toString()).toContain('<<<<<<< ours');
  });

  test('tells binary files, renames and a file in the way of a folder apart', async () => {
    const base = { 'image.png': Buffer.from([0, 1]), 'moved.txt': lines('m'), place: 'p\n' };
    await using repo = await repoWith(base, { 'image.png': Buffer.from([0, 2]) }, { 'image.png': Buffer.from([0, 3]) });
    await repo.git('checkout', '--quiet', 'ours');
    await repo.git('mv', 'moved.txt', 'here.txt');
    await repo.commit('move', { dir: 'a file\n' });
    await repo.git('checkout', '--quiet', 'theirs');
    await repo.git('mv', 'moved.txt', 'there.txt');
    await repo.commit('move', { 'dir/file': 'in a folder\n' });
    const { conflicts } = await mergeTrees(repo.path, { ours: 'ours', theirs: 'theirs' });
    expect(paths(conflicts)).toEqual([
      ['dir~ours', 'file/directory'],
      ['here.txt', 'rename/rename'],
      ['image.png', 'binary'],
      ['moved.txt', 'rename/rename'],
      ['there.txt', 'rename/rename'],
    ]);
  });

  test('merges trees on a base of choice, and leaves no other object the second time', async () => {
    await using repo = await repoWith({ a: lines('1'), b: lines('1') }, { a: lines('2') }, { b: lines('2') });
    const options = { base: 'main^{tree}', ours: 'ours^{tree}', theirs: 'theirs^{tree}' };
    const { isClean, tree } = await mergeTrees(repo.path, options);
    expect(isClean).toBe(true);
    expect((await readFileAt(repo.path, tree, 'a'))?.toString()).toBe(lines('2'));
    const objects = await repo.git('count-objects');
    await mergeTrees(repo.path, options);
    expect(await repo.git('count-objects')).toBe(objects);
    // On a base equal to theirs nothing of theirs is new.
    expect(await mergeTrees(repo.path, { ...options, base: 'theirs' })).toMatchObject({
      isClean: true,
      tree: await repo.git('rev-parse', 'ours^{tree}'),
    });
  });

  test('works in a bare repository, and on unrelated histories', async () => {
    await using repo = await repoWith({ a: 'a\n' }, { b: 'b\n' }, { c: 'c\n' });
    await repo.git('checkout', '--quiet', '--orphan', 'island');
    await repo.git('rm', '--quiet', '-r', '--cached', '.');
    await repo.git('clean', '--quiet', '-fd');
    await repo.commit('alone', { island: 'i\n' });
    const result = await mergeTrees(`${repo.path}/.git`, { ours: 'ours', theirs: 'island' });
    expect(await listFiles(repo.path, result.tree)).toEqual(['a', 'b', 'island']);
    await using bare = await tempRepo(
      { a: 'a\n' },
      { branches: { ours: { b: 'b\n' }, theirs: { c: 'c\n' } }, bare: true },
    );
    expect(await mergeTrees(bare.path, { ours: 'ours', theirs: 'theirs' })).toMatchObject({ isClean: true });
  });

  test('names the revision that is not there', async () => {
    await using repo = await tempRepo();
    for (const options of [
      { ours: 'gone', theirs: 'main' },
      { ours: 'main', theirs: 'main', base: 'gone' },
    ])
      await expect(mergeTrees(repo.path, options)).rejects.toMatchObject({
        code: 'CDEV_E_GIT_UNKNOWN_REVISION',
        details: { revision: 'gone' },
      });
  });
});
