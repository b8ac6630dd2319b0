import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import {
  changedPaths,
  commitsBetween,
  commitTree,
  git,
  listRefs,
  openRepository,
  readBlob,
  readChangedPaths,
  readCommit,
  readFileAt,
  readLog,
  readRefs,
  releaseReads,
  requireCommit,
} from '../../src/index.ts';

const path = process.env['PATH'];
/** From here on no program is found, so an answer can only come from this process. */
const withoutPrograms = (): void => void (process.env['PATH'] = '');

const files = { 'src/a b.ts': 'a\n', 'src/deep/é.ts': 'e\n', 'top.txt': 't\n', link: 'x' };
const commonDirOf = (repo: TempRepo): string => join(repo.path, '.git');

afterEach(() => {
  process.env['PATH'] = path;
});

describe('readRefs', () => {
  test('gives loose and packed refs as git does, also those of worktrees, without a process', async () => {
    await using repo = await tempRepo(files, {
      branches: { 'cdev/p/a': { x: 'x\n' }, 'cdev/p/b': { y: 'y\n' } },
      worktrees: ['side'],
    });
    await repo.git('pack-refs', '--all');
    await repo.git('branch', '--force', 'cdev/p/b', 'main');
    await repo.git('symbolic-ref', 'refs/heads/alias', 'refs/heads/cdev/p/a');
    const all = new Map((await listRefs(repo.path)).map(({ name, oid }) => [name, oid]));
    const main = await repo.git('rev-parse', 'main');
    withoutPrograms();
    expect(await readRefs(commonDirOf(repo), { prefix: 'refs/' })).toEqual(all);
    expect([...(await readRefs(commonDirOf(repo), { prefix: 'refs/heads/cdev' })).keys()]).toEqual([
      'refs/heads/cdev/p/a',
      'refs/heads/cdev/p/b',
    ]);
    const names = ['HEAD', 'worktrees/side/HEAD', 'refs/heads/main', 'refs/heads/gone', 'refs/../HEAD'];
    expect(await readRefs(commonDirOf(repo), { names })).toEqual(
      new Map(['HEAD', 'refs/heads/main', 'worktrees/side/HEAD'].map((name) => [name, main])),
    );
  });

  test('sees a ref that moves, is packed and is deleted afterwards', async () => {
    await using repo = await tempRepo(files, { branches: { one: { x: 'x\n' } } });
    const read = async (): Promise<string | undefined> =>
      (await readRefs(commonDirOf(repo), { names: ['refs/heads/one'] })).get('refs/heads/one');
    const before = await read();
    await repo.git('branch', '--force', 'one', 'main');
    expect(await read()).not.toBe(before);
    await repo.git('pack-refs', '--all');
    expect(await read()).toBe(await repo.git('rev-parse', 'main'));
    await repo.git('branch', '-D', 'one');
    expect(await read()).toBeUndefined();
  });
});

describe('reading commits', () => {
  test('gives the same answers as the native git, without a process, loose and packed', async () => {
    await using repo = await tempRepo(files);
    const base = await repo.git('rev-parse', 'HEAD');
    await repo.commit('feat: ü\n\nBody.\n\nAgent: a', { 'src/a b.ts': 'b\n', 'new/x': 'x\n' });
    await repo.git('rm', '--quiet', 'link');
    await repo.commit('fix: b', { 'top.txt': 'u\n' });
    const native = {
      commits: await commitsBetween(repo.path, base, 'HEAD'),
      changes: await changedPaths(repo.path, base, 'HEAD'),
    };
    const head = await repo.git('rev-parse', 'HEAD');
    for (const round of ['loose', 'packed']) {
      if (round === 'packed') await repo.git('gc', '--quiet');
      releaseReads(commonDirOf(repo));
      withoutPrograms();
      expect(await readLog(commonDirOf(repo), { from: head, until: base })).toEqual([...native.commits].reverse());
      expect(await readCommit(commonDirOf(repo), head)).toEqual(native.commits[1]);
      expect(await readChangedPaths(commonDirOf(repo), base, head)).toEqual(native.changes);
      expect((await readBlob(commonDirOf(repo), { commit: head, path: 'src/deep/é.ts' }))?.toString()).toBe('e\n');
      process.env['PATH'] = path;
    }
  });

  test('follows a pack that replaces another while it reads', async () => {
    await using repo = await tempRepo(files);
    await repo.git('gc', '--quiet');
    expect(await readLog(commonDirOf(repo), { from: await repo.git('rev-parse', 'HEAD') })).toHaveLength(1);
    const later = await repo.commit('later', { z: 'z\n' });
    await repo.git('gc', '--quiet', '--prune=now');
    expect(await readLog(commonDirOf(repo), { from: later })).toHaveLength(2);
  });

  test('knows folders, submodules and missing files for no files', async () => {
    await using repo = await tempRepo(files);
    const commit = await repo.git('rev-parse', 'HEAD');
    for (const missing of ['src', 'src/none', 'top.txt/x', 'none/x', ''])
      expect(await readBlob(commonDirOf(repo), { commit, path: missing })).toBeUndefined();
  });

  test('shows a file that becomes a folder, a link or executable as the native git does', async () => {
    await using repo = await tempRepo({ a: 'a\n', run: 'r\n', 'dir/x': 'x\n', same: 's\n' });
    const base = await repo.git('rev-parse', 'HEAD');
    await repo.git('rm', '--quiet', 'a', 'dir/x');
    await repo.write({ 'a/b': 'b\n', dir: 'd\n' });
    await repo.git('add', '--all');
    await repo.git('update-index', '--chmod=+x', 'run');
    await repo.git('update-index', '--cacheinfo', `120000,${await repo.git('rev-parse', 'HEAD:same')},same`);
    await repo.git('commit', '--quiet', '--message', 'change');
    const head = await repo.git('rev-parse', 'HEAD');
    expect(await readChangedPaths(commonDirOf(repo), base, head)).toEqual(await changedPaths(repo.path, base, head));
    expect(await readChangedPaths(commonDirOf(repo), head, head)).toEqual([]);
  });

  test('answers through the native git what isomorphic-git cannot read', async () => {
    await using repo = await tempRepo(files);
    const clone = `${repo.path} clone`;
    await git(repo.path, ['clone', '--quiet', '--shared', repo.path, clone]);
    const { commonDir } = await openRepository(clone);
    const head = await requireCommit(clone, 'HEAD');
    expect(await readCommit(commonDir, head)).toMatchObject({ subject: 'Begin' });
    expect((await readBlob(commonDir, { commit: head, path: 'top.txt' }))?.toString()).toBe('t\n');
    expect(await readFileAt(clone, head, 'top.txt')).toEqual(
      await readBlob(commonDir, { commit: head, path: 'top.txt' }),
    );
  });

  test('ends the history of a shallow clone where the native git does', async () => {
    await using repo = await tempRepo(files);
    await repo.commit('second', { s: 's\n' });
    const clone = `${repo.path} clone`;
    await git(repo.path, ['clone', '--quiet', '--depth=1', `file://${repo.path}`, clone]);
    const head = await requireCommit(clone, 'HEAD');
    expect((await readLog(join(clone, '.git'), { from: head })).map(({ subject }) => subject)).toEqual(['second']);
    expect(await readLog(join(clone, '.git'), { from: head, until: head })).toEqual([]);
    expect((await readBlob(join(clone, '.git'), { commit: head, path: 's' }))?.toString()).toBe('s\n');
    expect(await readChangedPaths(join(clone, '.git'), `${head}^{tree}`, head)).toEqual([]);
  });

  test('gives each caller an answer of its own, asked for once', async () => {
    await using repo = await tempRepo(files);
    const base = await repo.git('rev-parse', 'HEAD');
    const head = await repo.commit('second', { s: 's\n' });
    const read = () => readLog(commonDirOf(repo), { from: head, until: base });
    const [one, two] = await Promise.all([read(), read()]);
    one?.pop();
    expect(two).toHaveLength(1);
    (await readChangedPaths(commonDirOf(repo), base, head)).pop();
    expect(await readChangedPaths(commonDirOf(repo), base, head)).toHaveLength(1);
  });

  test('names the commit that is not there', async () => {
    await using repo = await tempRepo(files);
    const missing = 'e'.repeat(40);
    const unknown = { code: 'CDEV_E_GIT_UNKNOWN_REVISION', details: { revision: expect.stringContaining(missing) } };
    await expect(readCommit(commonDirOf(repo), missing)).rejects.toMatchObject(unknown);
    await expect(readLog(commonDirOf(repo), { from: missing })).rejects.toMatchObject(unknown);
    await expect(readBlob(commonDirOf(repo), { commit: missing, path: 'a' })).rejects.toMatchObject(unknown);
  });

  test('refuses the git directory of a linked worktree, where in-process reads answer wrongly', async () => {
    await using repo = await tempRepo(files, { worktrees: ['side'] });
    const { gitDir, commonDir } = await openRepository(repo.worktrees['side']?.path ?? '');
    const head = await repo.git('rev-parse', 'HEAD');
    const refused = { code: 'CDEV_E_GIT_LINKED_WORKTREE' };
    for (const folder of [gitDir, repo.worktrees['side']?.path ?? '', repo.path]) {
      await expect(readCommit(folder, head)).rejects.toMatchObject(refused);
      await expect(readRefs(folder, { prefix: 'refs' })).rejects.toMatchObject(refused);
    }
    expect(await readCommit(commonDir, head)).toMatchObject({ commit: head });
  });
});

describe('readLog', () => {
  test('leaves out what a merge brought in from the base, and stops at the limit', async () => {
    await using repo = await tempRepo(files, { branches: { work: { w: 'w\n' } } });
    await repo.commit('on main', { m: 'm\n' });
    await repo.git('checkout', '--quiet', 'work');
    await repo.git('merge', '--quiet', '-m', 'update', 'main');
    await repo.commit('more', { w: 'v\n' });
    const [from, until] = [await repo.git('rev-parse', 'work'), await repo.git('rev-parse', 'main')];
    const subjects = async (range: { until?: string; limit?: number }): Promise<string[]> =>
      (await readLog(commonDirOf(repo), { from, ...range })).map(({ subject }) => subject);
    expect(await subjects({ until })).toEqual(['more', 'update', 'Work on work']);
    expect(await subjects({ limit: 2 })).toEqual(['more', 'update']);
    expect(await subjects({ until: from })).toEqual([]);
    expect(await subjects({})).toHaveLength(5);
  });

  test('leaves out the base although a commit on it claims to be older', async () => {
    await using repo = await tempRepo(files);
    const until = await repo.commit('base', { b: 'b\n' });
    const tree = await repo.git('rev-parse', 'HEAD^{tree}');
    const who = { name: 'a', email: 'a@b' };
    let from = until;
    for (const time of ['2001-01-01T00:00:00Z', '2000-01-01T00:00:00Z', '2030-01-01T00:00:00Z'])
      from = await commitTree(repo.path, { tree, parents: [from], message: time, author: who, committer: who, time });
    const log = await readLog(commonDirOf(repo), { from, until });
    expect(log.map(({ subject }) => subject.slice(0, 4))).toEqual(['2030', '2000', '2001']);
  });
});
