import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { listFiles, readFileAt, replaceInTree, status, writeBlob } from '../src/index.ts';

describe('writeBlob', () => {
  test('stores the bytes as they are, line ends included', async () => {
    await using repo = await tempRepo();
    await repo.git('config', 'core.autocrlf', 'input');
    const oid = await writeBlob(repo.path, 'a\r\n');
    expect(await repo.git('cat-file', '-s', oid)).toBe('3');
  });
});

describe('replaceInTree', () => {
  test('writes, replaces and removes paths, and touches neither index nor working tree', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n', 'dir/b.txt': 'b\n', 'c.txt': 'c\n' });
    const bytes = Buffer.from([0, 255]);
    const tree = await replaceInTree(repo.path, 'HEAD', [
      { path: 'a.txt', content: 'A\n' },
      { path: 'dir/b.txt', content: null },
      { path: 'nëw dir/x', content: bytes },
    ]);
    expect(await listFiles(repo.path, tree)).toEqual(['a.txt', 'c.txt', 'nëw dir/x']);
    expect((await readFileAt(repo.path, tree, 'a.txt'))?.toString()).toBe('A\n');
    expect(await readFileAt(repo.path, tree, 'nëw dir/x')).toEqual(bytes);
    expect(await status(repo.path)).toEqual([]);
  });

  test('keeps the mode that a path has, unless another is given', async () => {
    await using repo = await tempRepo({ run: 'r\n', plain: 'p\n' });
    await repo.git('update-index', '--chmod=+x', 'run');
    await repo.git('commit', '--quiet', '--message', 'run');
    const changes = ['run', 'plain'].map((path) => ({ path, content: 'new\n' }));
    const kept = await replaceInTree(repo.path, 'HEAD', changes);
    expect(await repo.git('ls-tree', '--format=%(objectmode) %(path)', kept)).toBe('100644 plain\n100755 run');
    const given = await replaceInTree(repo.path, 'HEAD', [{ path: 'plain', mode: '120000', content: 'run' }]);
    expect(await repo.git('ls-tree', '--format=%(objectmode)', given, 'plain')).toBe('120000');
  });

  test('lets a file take the place of a folder and a folder that of a file', async () => {
    await using repo = await tempRepo({ 'a/b': 'b\n', c: 'c\n' });
    const changes = [
      { path: 'a', content: 'a\n' },
      { path: 'c/d', content: 'd\n' },
    ];
    expect(await listFiles(repo.path, await replaceInTree(repo.path, 'HEAD', changes))).toEqual(['a', 'c/d']);
  });

  test('starts from nothing in a bare repository', async () => {
    await using repo = await tempRepo({ a: 'a\n' }, { bare: true });
    const tree = await replaceInTree(repo.path, undefined, [{ path: 'x', content: 'x\n' }]);
    expect(await listFiles(repo.path, tree)).toEqual(['x']);
    await expect(replaceInTree(repo.path, 'gone', [])).rejects.toMatchObject({ code: 'CDEV_E_GIT_UNKNOWN_REVISION' });
  });

  test('refuses a path that leads out of the tree or into the git directory', async () => {
    await using repo = await tempRepo();
    for (const path of ['../x', '.git/config', '/x'])
      await expect(replaceInTree(repo.path, 'HEAD', [{ path, content: 'x' }])).rejects.toMatchObject({
        code: 'CDEV_E_GIT_PATH_REFUSED',
        details: { path },
      });
  });
});
