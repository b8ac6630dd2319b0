import { chmod, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo, type WorkingTree } from '@cdev/test-kit';
import { git, listFiles, listRefs, readFileAt, status, takeSnapshot, type Snapshot } from '../../src/index.ts';

const snapshotOf = (path: string): Promise<Snapshot | undefined> =>
  takeSnapshot(path, { ref: 'refs/cdev/snapshots/plan/a/', message: 'Before' });
const textAt = async (path: string, snapshot: Snapshot | undefined, file: string): Promise<string | undefined> =>
  (await readFileAt(path, snapshot?.commit ?? '', file))?.toString();

/** All that a snapshot must leave as it is. */
async function stateOf({ path, git }: WorkingTree): Promise<unknown> {
  const index = await git('rev-parse', '--path-format=absolute', '--git-path', 'index');
  return [
    await readFile(index),
    await git('--no-optional-locks', 'status', '--porcelain=v2', '--untracked-files=all'),
    await status(path),
    await git('rev-parse', 'HEAD'),
  ];
}

describe('takeSnapshot', () => {
  test('holds staged, changed, removed and untracked files, and touches nothing', async () => {
    await using repo = await tempRepo({ staged: 'a\n', open: 'a\n', gone: 'a\n', '.gitignore': 'out/\n' });
    await repo.write({ staged: 'b\n' });
    await repo.git('add', 'staged');
    await repo.write({ open: 'b\n', 'nëw dir/f ile': 'x\n', 'out/ignored': 'x\n' });
    await rm(join(repo.path, 'gone'));
    await symlink('open', join(repo.path, 'link'));
    await writeFile(join(repo.path, 'run'), '#!\n', { mode: 0o755 });
    const before = await stateOf(repo);
    const snapshot = await snapshotOf(repo.path);
    expect(await stateOf(repo)).toEqual(before);
    expect(snapshot).toMatchObject({ ref: 'refs/cdev/snapshots/plan/a/1', nested: [] });
    expect(await listFiles(repo.path, snapshot?.commit)).toEqual([
      '.gitignore',
      'link',
      'nëw dir/f ile',
      'open',
      'run',
      'staged',
    ]);
    expect([await textAt(repo.path, snapshot, 'staged'), await textAt(repo.path, snapshot, 'open')]).toEqual([
      'b\n',
      'b\n',
    ]);
    expect(await repo.git('ls-tree', '--format=%(objectmode)', snapshot?.commit ?? '', 'link', 'run')).toBe(
      '120000\n100755',
    );
    expect(await repo.git('rev-parse', `${snapshot?.ref}^@`)).toBe(await repo.git('rev-parse', 'HEAD'));
  });

  test('holds nothing when there is nothing beyond HEAD', async () => {
    await using repo = await tempRepo({ a: 'a\n', '.gitignore': 'out\n' });
    await repo.write({ out: 'ignored\n' });
    expect(await snapshotOf(repo.path)).toBeUndefined();
    const later = new Date(Date.now() + 5000);
    await utimes(join(repo.path, 'a'), later, later);
    expect(await snapshotOf(repo.path)).toBeUndefined();
    expect(await listRefs(repo.path, 'refs/cdev')).toEqual([]);
  });

  test('keeps what was staged and then changed again as the second parent', async () => {
    await using repo = await tempRepo({ a: 'one\n' });
    await repo.write({ a: 'two\n' });
    await repo.git('add', 'a');
    await repo.write({ a: 'three\n' });
    const snapshot = await snapshotOf(repo.path);
    expect(await textAt(repo.path, snapshot, 'a')).toBe('three\n');
    expect(await repo.git('show', `${snapshot?.commit}^2:a`)).toBe('two');
    // Also when the file is back to what HEAD has.
    await repo.write({ a: 'one\n' });
    const second = await snapshotOf(repo.path);
    expect(await repo.git('show', `${second?.commit}^2:a`)).toBe('two');
  });

  test('sees a change of the same length made in the instant in which the index was written', async () => {
    await using repo = await tempRepo({ a: 'one\n' });
    for (let round = 0; round < 5; round += 1) {
      await repo.write({ a: `aa${round}\n` });
      await repo.git('add', 'a');
      await repo.write({ a: `bb${round}\n` });
      expect(await textAt(repo.path, await snapshotOf(repo.path), 'a')).toBe(`bb${round}\n`);
    }
  });

  test('works in a linked worktree, before the first commit, and with nobody configured', async () => {
    await using repo = await tempRepo({ a: 'a\n' }, { worktrees: ['side'] });
    await repo.git('config', 'user.useConfigOnly', 'true');
    await repo.git('config', 'user.name', '');
    const side = repo.worktrees['side'] as WorkingTree;
    await side.write({ b: 'b\n' });
    expect(await listFiles(repo.path, (await snapshotOf(side.path))?.ref)).toEqual(['a', 'b']);
    await using folder = await tempFolder({ 'first file': 'x\n' });
    await git(folder.path, ['init']);
    const first = await snapshotOf(folder.path);
    expect(await textAt(folder.path, first, 'first file')).toBe('x\n');
    expect((await git(folder.path, ['rev-list', '--count', first?.ref ?? ''])).stdout).toBe('1\n');
  });

  test('holds the files of a conflicted merge as they are, and leaves it conflicted', async () => {
    await using repo = await tempRepo({ a: 'a\n', b: 'b\n' }, { branches: { one: { a: 'b\n', b: 'B\n' } } });
    await repo.commit('here', { a: 'c\n' });
    await expect(repo.git('merge', 'one')).rejects.toMatchObject({ exitCode: 1 });
    const before = await stateOf(repo);
    const snapshot = await snapshotOf(repo.path);
    expect(await textAt(repo.path, snapshot, 'a')).toContain('<<<<<<< HEAD\nc\n=======\nb\n>>>>>>> one\n');
    expect(await textAt(repo.path, snapshot, 'b')).toBe('B\n');
    expect(await stateOf(repo)).toEqual(before);
  });

  test('holds the files of a repository inside the working tree, with or without a commit', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    await repo.write({
      'in ner/x': 'x\n',
      'in ner/.gitignore': 'y\n',
      'in ner/y': 'ignored\n',
      'in ner/deep/er/z': 'z\n',
      other: 'o\n',
    });
    await git(join(repo.path, 'in ner'), ['init']);
    await git(join(repo.path, 'in ner/deep/er'), ['init']);
    const snapshot = await snapshotOf(repo.path);
    expect(snapshot?.nested).toEqual(['in ner']);
    expect(await listFiles(repo.path, snapshot?.commit)).toEqual([
      'a',
      'in ner/.gitignore',
      'in ner/deep/er/z',
      'in ner/x',
      'other',
    ]);
  });

  test('leaves a submodule alone', async () => {
    await using library = await tempRepo({ lib: 'l\n' });
    await using repo = await tempRepo({ a: 'a\n' });
    await repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'sub');
    await repo.commit('add submodule');
    await repo.write({ 'sub/lib': 'changed\n' });
    expect(await snapshotOf(repo.path)).toBeUndefined();
    await repo.write({ a: 'b\n' });
    const snapshot = await snapshotOf(repo.path);
    expect(await repo.git('ls-tree', snapshot?.commit ?? '', 'sub')).toBe(await repo.git('ls-tree', 'HEAD', 'sub'));
    expect(await readFile(join(repo.path, 'sub', 'lib'), 'utf8')).toBe('changed\n');
  });

  test('does not take files that a sparse checkout left out for removed ones', async () => {
    await using repo = await tempRepo({ 'in/a': 'a\n', 'out/b': 'b\n', 'out/c': 'c\n' });
    await repo.git('sparse-checkout', 'set', 'in');
    await repo.write({ 'in/a': 'A\n', 'out/new': 'n\n' });
    const snapshot = await snapshotOf(repo.path);
    expect(await listFiles(repo.path, snapshot?.commit)).toEqual(['in/a', 'out/b', 'out/c', 'out/new']);
  });

  test('holds the same whatever the index is made of and how line ends are treated', async () => {
    await using repo = await tempRepo({ a: 'a\n', b: 'b\n' });
    await repo.git('update-index', '--split-index');
    await repo.git('config', 'core.autocrlf', 'input');
    await repo.git('config', 'core.safecrlf', 'true');
    await repo.write({ a: 'staged\n' });
    await repo.git('add', 'a');
    await repo.write({ 'crlf.txt': 'one\r\ntwo\n' });
    const before = await stateOf(repo);
    const snapshot = await snapshotOf(repo.path);
    expect(await listFiles(repo.path, snapshot?.commit)).toEqual(['a', 'b', 'crlf.txt']);
    expect(await textAt(repo.path, snapshot, 'a')).toBe('staged\n');
    expect(await stateOf(repo)).toEqual(before);
  });

  test('runs no hook and gives the newest back when it holds just this', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    await repo.write({ '.git/hooks/reference-transaction': '#!/bin/sh\nexit 1\n', a: 'b\n' });
    await chmod(join(repo.path, '.git', 'hooks', 'reference-transaction'), 0o755);
    const first = await snapshotOf(repo.path);
    expect(await snapshotOf(repo.path)).toEqual(first);
    await repo.write({ a: 'c\n' });
    expect((await snapshotOf(repo.path))?.ref).toBe('refs/cdev/snapshots/plan/a/2');
  });

  test('takes an exact ref once, and different numbers when two take one at the same time', async () => {
    await using repo = await tempRepo({ a: 'a\n' }, { worktrees: ['one', 'two'] });
    for (const side of Object.values(repo.worktrees)) await side.write({ a: side.path });
    const taken = await Promise.all(Object.values(repo.worktrees).map(({ path }) => snapshotOf(path)));
    expect(taken.map((snapshot) => snapshot?.ref ?? '').sort()).toEqual([
      'refs/cdev/snapshots/plan/a/1',
      'refs/cdev/snapshots/plan/a/2',
    ]);
    const ref = 'refs/cdev/snapshots/plan/a/1';
    const path = repo.worktrees['one']?.path ?? '';
    await expect(takeSnapshot(path, { ref, message: 'x' })).rejects.toMatchObject({ code: 'CDEV_E_GIT_REF_MOVED' });
  });

  test('fails, and does not leave a file out in silence, when a file cannot be stored', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    await repo.write({ '.gitattributes': '*.bad filter=broken\n', 'x.bad': 'x\n' });
    await repo.git('config', 'filter.broken.clean', 'false');
    await repo.git('config', 'filter.broken.required', 'true');
    await expect(snapshotOf(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_SUBPROCESS_FAILED' });
    expect(await listRefs(repo.path, 'refs/cdev')).toEqual([]);
  });
});
