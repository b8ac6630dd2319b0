import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { discoverRepository, openRepository, readStaged, type Repository, type StagedEntry } from '../../src/index.ts';

type Repo = Awaited<ReturnType<typeof tempRepo>>;

/** The same, as git itself tells it. */
async function toldByGit(repo: Repo, folder: string = repo.path): Promise<StagedEntry[]> {
  const options = ['--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--diff-filter=ACMT'];
  const fields = (await repo.git('-C', folder, 'diff-index', ...options, 'HEAD', '--')).split('\0');
  return Array.from({ length: fields.length >> 1 }, (_, at) => {
    const [, mode = '', before = '', after = ''] = fields[at * 2]!.split(' ');
    return { path: fields[at * 2 + 1]!, mode, before, after };
  });
}

async function opened(folder: string): Promise<Repository> {
  return discoverRepository(folder) ?? (await openRepository(folder));
}

/** Fifty files in folders of three levels. */
function manyFiles(text: string): Record<string, string> {
  const names = ['a', 'a-b', 'a.b', 'a0', 'ü'];
  return Object.fromEntries(
    names.flatMap((one) => [
      ...names.map((two) => [`x/${one}/d/${two}`, `${text} ${one} ${two}\n`]),
      [`${one}.txt`, `${text} ${one}\n`],
      ...names.slice(1).map((two) => [`${one}/${two}/f`, `${text} of ${one} ${two}\n`]),
    ]),
  );
}

describe('readStaged', () => {
  test('tells what git tells: added, changed, made runnable, moved, a folder for a file and a file for a folder', async () => {
    await using repo = await tempRepo(manyFiles('one'));
    const repository = await opened(repo.path);
    expect(readStaged(repository, undefined)).toEqual([]);
    await repo.write({ 'a/a0/f': 'two\n', 'x/new/deep/er.txt': 'new\n', 'x/ü/d/ü': 'two\n', 'b.txt': 'b\n' });
    await repo.git('add', '.');
    await repo.git('mv', 'a0', 'x/moved');
    await repo.git('rm', '--quiet', '-r', 'a.txt', 'x/a.b');
    await repo.write({ 'a.txt/in.txt': 'in\n', 'x/a.b': 'file\n' });
    await repo.git('add', '.');
    await repo.git('update-index', '--chmod=+x', 'x/a/d/a0');
    const link = await repo.git('rev-parse', ':b.txt');
    await repo.git('update-index', '--cacheinfo', `120000,${link},a-b.txt`);
    await repo.git('update-index', '--add', '--cacheinfo', `160000,${await repo.git('rev-parse', 'HEAD')},module`);
    const told = await toldByGit(repo);
    expect(told.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['a.txt/in.txt', 'x/a.b', 'x/ü/d/ü', 'x/a/d/a0', 'a-b.txt', 'module']),
    );
    expect(readStaged(repository, undefined)).toEqual(told);
    // All in packs, with differences of one another.
    await repo.git('gc', '--quiet', '--prune=now');
    expect(readStaged(repository, undefined)).toEqual(told);
  });

  test('follows many changes, on a branch in the packed refs, a detached HEAD and in a linked worktree', async () => {
    await using repo = await tempRepo(manyFiles('one'));
    const linked = join(repo.path, '.git', 'linked');
    await repo.git('worktree', 'add', '--quiet', '--detach', linked);
    const paths = Object.keys(manyFiles(''));
    const repository = await opened(repo.path);
    for (let round = 0; round < 12; round += 1) {
      const some = paths.filter((_, at) => (at * 7 + round * 5) % 11 < 2);
      await repo.write(
        Object.fromEntries(some.map((path) => [path, `${'line\n'.repeat(round * 20)}${path} ${round}\n`])),
      );
      await repo.git('add', '.');
      const told = await toldByGit(repo);
      expect(told.map(({ path }) => path)).toEqual(expect.arrayContaining(some));
      expect(readStaged(repository, undefined)).toEqual(told);
      if (round % 3 < 2) await repo.git('commit', '--quiet', '-m', `round ${round}`);
      if (round === 4) await repo.git('gc', '--quiet', '--prune=now');
      if (round === 7) await repo.git('checkout', '--quiet', '--detach');
    }
    await repo.git('-C', linked, 'rm', '--quiet', 'a.txt');
    await repo.git('-C', linked, 'mv', 'a0.txt', 'moved.txt');
    const told = await toldByGit(repo, linked);
    expect(told.map(({ path }) => path)).toEqual(['moved.txt']);
    expect(readStaged(await opened(linked), undefined)).toEqual(told);
  });

  test('reads another index, such as that of git commit -a, and one of longer ids', async () => {
    await using repo = await tempRepo({ 'a/b.txt': 'one\n', 'c.txt': 'one\n' });
    const index = join(repo.path, '.git', 'other');
    await repo.write({ 'c.txt': 'two\n' });
    await repo.git('add', 'c.txt');
    const repository = await opened(repo.path);
    await repo.git('read-tree', `--index-output=${index}`, 'HEAD');
    expect(readStaged(repository, index)).toEqual([]);
    expect(readStaged(repository, undefined)?.map(({ path }) => path)).toEqual(['c.txt']);

    const long = join(repo.path, '.git', 'long');
    await repo.git('init', '--quiet', '--object-format=sha256', long);
    await repo.git('-C', long, 'commit', '--quiet', '--allow-empty', '-m', 'first');
    await repo.write({ '.git/long/d/e.txt': 'new\n' });
    await repo.git('-C', long, 'add', '.');
    const [entry, ...more] = readStaged(await opened(long), undefined) ?? [];
    expect([entry, ...more]).toEqual(await toldByGit(repo, long));
    expect([entry?.before, entry?.after.length]).toEqual(['0'.repeat(64), 64]);
  });

  test('leaves to git what it does not know for sure', async () => {
    await using repo = await tempRepo({ 'a/b.txt': 'one\n', 'c.txt': 'one\n' });
    const repository = await opened(repo.path);
    const read = (): unknown => readStaged(repository, undefined)?.map(({ path }) => path);
    const restore = async (): Promise<void> => void (await repo.git('reset', '--quiet', '--hard'));
    // A name in another form of the index.
    await repo.git('update-index', '--index-version=4');
    expect(read()).toBeUndefined();
    await repo.git('update-index', '--index-version=2');
    expect(read()).toEqual([]);
    await repo.git('update-index', '--split-index');
    expect(read()).toBeUndefined();
    await repo.git('update-index', '--no-split-index');
    // Said to come, and not there yet.
    await repo.write({ 'intended.txt': 'x\n' });
    await repo.git('add', '--intent-to-add', 'intended.txt');
    expect(read()).toBeUndefined();
    await restore();
    expect(read()).toEqual([]);
    // With a flag more, which is understood.
    await repo.git('update-index', '--skip-worktree', 'c.txt');
    expect(read()).toEqual([]);
    await repo.git('update-index', '--no-skip-worktree', 'c.txt');
    // A name that looks like the beginning of the trees.
    await repo.git('read-tree', '--empty');
    await repo.write({ 'x-TREE': 'x\n' });
    await repo.git('add', '.');
    expect(read()).toEqual(['x-TREE']);
    await restore();
    expect(read()).toEqual([]);
    // Two sides of a merge.
    await repo.git('checkout', '--quiet', '-b', 'side');
    await repo.commit('Side', { 'c.txt': 'side\n' });
    await repo.git('checkout', '--quiet', '-');
    await repo.commit('Main', { 'c.txt': 'main\n' });
    await repo.git('merge', '--quiet', 'side').catch(() => {});
    expect(read()).toBeUndefined();
    await restore();
    expect(read()).toEqual([]);
    // Another commit stands for the one of HEAD.
    await repo.git('replace', 'HEAD', 'HEAD~1');
    expect(read()).toBeUndefined();
    await repo.git('pack-refs', '--all');
    expect(read()).toBeUndefined();
    await repo.git('replace', '--delete', await repo.git('rev-parse', 'HEAD'));
    // Objects that are elsewhere.
    const shared = join(repo.path, '.git', 'shared');
    await repo.git('clone', '--quiet', '--shared', repo.path, shared);
    expect(readStaged(await opened(shared), undefined)).toBeUndefined();
    // Before the first commit.
    await repo.git('checkout', '--quiet', '--orphan', 'new');
    expect(read()).toBeUndefined();
  });
});
