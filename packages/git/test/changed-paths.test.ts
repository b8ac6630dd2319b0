import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { changedPaths, diffStat, diffText } from '../src/index.ts';

/** A branch `work` in which each kind of change is made once. */
async function repoWithChanges(): Promise<TempRepo> {
  const repo = await tempRepo({
    'kept.txt': 'k\n',
    'old name.txt': 'line\n'.repeat(30),
    'gone.txt': 'g\n',
    link: 'l\n',
    run: 'r\n',
  });
  await repo.git('checkout', '--quiet', '-b', 'work');
  await repo.git('mv', 'old name.txt', 'naïve\tname.txt');
  await rm(join(repo.path, 'gone.txt'));
  await rm(join(repo.path, 'link'));
  await symlink('kept.txt', join(repo.path, 'link'));
  await repo.git('update-index', '--chmod=+x', 'run');
  await repo.write({ 'new.bin': Buffer.from([0, 1, 2, 0]) });
  await repo.git('add', '--all', ':!run');
  await repo.git('commit', '--quiet', '--message', 'change');
  return repo;
}

describe('changedPaths', () => {
  test('shows both ends of a rename, kinds and modes, sorted', async () => {
    await using repo = await repoWithChanges();
    await repo.git('config', 'diff.renames', 'copies');
    const changes = await changedPaths(repo.path, 'main', 'work');
    expect(changes.map(({ path, status, mode }) => [path, status, mode])).toEqual([
      ['gone.txt', 'deleted', '000000'],
      ['link', 'type-changed', '120000'],
      ['naïve\tname.txt', 'added', '100644'],
      ['new.bin', 'added', '100644'],
      ['old name.txt', 'deleted', '000000'],
      ['run', 'modified', '100755'],
    ]);
    const gone = changes[0];
    expect(gone).toMatchObject({
      oid: undefined,
      oldOid: await repo.git('rev-parse', 'main:gone.txt'),
      oldMode: '100644',
    });
  });

  test('compares trees, from a folder inside the repository too', async () => {
    await using repo = await tempRepo({ 'src/a.ts': 'a\n', 'b.ts': 'b\n' }, { branches: { one: { 'b.ts': 'c\n' } } });
    await repo.git('config', 'diff.relative', 'true');
    const paths = await changedPaths(join(repo.path, 'src'), 'main^{tree}', 'one^{tree}');
    expect(paths.map(({ path }) => path)).toEqual(['b.ts']);
  });

  test('names the revision that is not there', async () => {
    await using repo = await tempRepo();
    await expect(changedPaths(repo.path, 'gone', 'main')).rejects.toMatchObject({
      code: 'CDEV_E_GIT_UNKNOWN_REVISION',
    });
    await expect(changedPaths(repo.path, '--cached', 'main')).rejects.toMatchObject({
      code: 'CDEV_E_GIT_UNKNOWN_REVISION',
    });
  });
});

describe('diffStat', () => {
  test('counts lines, and says of a binary file that it cannot', async () => {
    await using repo = await repoWithChanges();
    const stats = new Map((await diffStat(repo.path, 'main', 'work')).map((stat) => [stat.path, stat]));
    expect(stats.get('naïve\tname.txt')).toEqual({ path: 'naïve\tname.txt', added: 30, removed: 0 });
    expect(stats.get('new.bin')).toEqual({ path: 'new.bin', added: undefined, removed: undefined });
  });
});

describe('diffText', () => {
  test('has the prefixes that tools expect, limited to literal paths', async () => {
    await using repo = await tempRepo(
      { 'a*.txt': 'a\n', 'ab.txt': 'a\n' },
      { branches: { one: { 'a*.txt': 'b\n', 'ab.txt': 'b\n' } } },
    );
    await repo.git('config', 'diff.noprefix', 'true');
    const text = await diffText(repo.path, { from: 'main', to: 'one', paths: ['a*.txt'] });
    expect(text).toContain('--- a/a*.txt\n+++ b/a*.txt\n@@ -1 +1 @@\n-a\n+b\n');
    expect(text).not.toContain('ab.txt');
  });
});
