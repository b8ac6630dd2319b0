import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { listFiles, readFileAt, readFilesAt, readVersions } from '../src/index.ts';

describe('listFiles', () => {
  test('gives the paths of the index or of a revision, of the whole repository, sorted', async () => {
    await using repo = await tempRepo({ 'b.txt': 'b\n', 'a/é .txt': 'a\n' });
    await repo.write({ 'c.txt': 'c\n' });
    await repo.git('add', 'c.txt');
    expect(await listFiles(join(repo.path, 'a'))).toEqual(['a/é .txt', 'b.txt', 'c.txt']);
    expect(await listFiles(join(repo.path, 'a'), 'HEAD')).toEqual(['a/é .txt', 'b.txt']);
    await expect(listFiles(repo.path, 'gone')).rejects.toMatchObject({ code: 'CDEV_E_GIT_UNKNOWN_REVISION' });
  });

  test('names an unmerged path once', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { branches: { one: { 'a.txt': 'b\n' } } });
    await repo.commit('here', { 'a.txt': 'c\n' });
    await expect(repo.git('merge', 'one')).rejects.toMatchObject({ exitCode: 1 });
    expect(await listFiles(repo.path)).toEqual(['a.txt']);
  });
});

describe('readFileAt', () => {
  test('gives the bytes as they are, credentials in them included', async () => {
    const content = Buffer.concat([Buffer.from([0, 255, 13, 10]), Buffer.from('https://user:pass@host/\n')]);
    await using repo = await tempRepo({ 'dir/a b.bin': content });
    expect(await readFileAt(repo.path, 'main', 'dir/a b.bin')).toEqual(content);
  });

  test('tells a missing file or a folder from a missing revision', async () => {
    await using repo = await tempRepo({ 'dir/a': 'a\n' });
    expect(await readFileAt(repo.path, 'main', 'dir')).toBeUndefined();
    expect(await readFileAt(repo.path, 'main', 'none')).toBeUndefined();
    await expect(readFileAt(repo.path, 'gone', 'dir/a')).rejects.toMatchObject({ code: 'CDEV_E_GIT_UNKNOWN_REVISION' });
  });
});

describe('readFilesAt', () => {
  test('gives those that are files, whatever is in their names and contents', async () => {
    const files = { empty: '', 'ä b/missing': 'x missing\n', 'line\nfeed': 'l\n', 'no-end': 'n' };
    await using repo = await tempRepo(files);
    const read = await readFilesAt(repo.path, 'HEAD', [
      'absent',
      'ä b',
      'no-end',
      'line\nfeed',
      'ä b/missing',
      'empty',
    ]);
    expect(Object.fromEntries([...read].map(([path, content]) => [path, content.toString()]))).toEqual(files);
  });

  test('asks nothing when nothing is asked for', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    expect(await readFilesAt(repo.path, 'HEAD', [])).toEqual(new Map());
  });
});

describe('readVersions', () => {
  test('gives what each of several trees has of the files', async () => {
    await using repo = await tempRepo({ a: 'a\n', 'ä b': 'b\n', 'line\nfeed': 'l\n', 'c/d': 'd\n' });
    const first = await repo.git('rev-parse', 'HEAD');
    await repo.git('rm', '-q', '-r', 'c');
    const second = await repo.commit('second', { a: 'a2\n', 'line\nfeed': 'l2\n' });
    const paths = ['a', 'ä b', 'c', 'c/d', 'none', 'line\nfeed'];
    const versions = await readVersions(repo.path, [first, `${second}^{tree}`, 'f'.repeat(40)], paths);
    const texts = versions.map((one) =>
      Object.fromEntries([...one].map(([path, { content }]) => [path, content.toString()])),
    );
    expect(texts).toEqual([
      { a: 'a\n', 'ä b': 'b\n', 'c/d': 'd\n', 'line\nfeed': 'l\n' },
      { a: 'a2\n', 'ä b': 'b\n', 'line\nfeed': 'l2\n' },
      {},
    ]);
    expect(versions[0]?.get('a')?.oid).toBe(await repo.git('rev-parse', `${first}:a`));
    expect(versions[1]?.get('ä b')?.oid).toBe(versions[0]?.get('ä b')?.oid);
    expect(await readVersions(repo.path, [first], [])).toEqual([new Map()]);
  });
});
