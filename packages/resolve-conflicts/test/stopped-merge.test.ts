import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, testContext, type TempRepo, type TestContextOptions } from '@cdev/test-kit';
import { resolveConflicts, undoResolution, type ResolveConflictsOptions } from '../src/index.ts';
import { applying } from './applying-options.ts';

const call = (
  repo: TempRepo,
  options: Partial<ResolveConflictsOptions> = {},
  context: Partial<TestContextOptions> = {},
) => resolveConflicts({ ...applying, ...options }, testContext({ cwd: repo.path, yes: true, ...context }));
const undo = (repo: TempRepo) => undoResolution({ isDryRun: false }, testContext({ cwd: repo.path, yes: true }));

const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
const limit = (value: string) => `export const limit = ${value};\n`;

/** A merge that stopped: a barrel that structure decides, a value that nothing does, a file that one side deleted. */
async function stopped(): Promise<TempRepo> {
  const side = (name: string, value: string) => ({ 'src/ï x.ts': barrel('start', name), 'limit.ts': limit(value) });
  const repo = await tempRepo(
    { 'src/ï x.ts': barrel('start'), 'limit.ts': limit('1'), 'gone.txt': '1\n' },
    { branches: { topic: { ...side('b', '["theirs"]'), 'gone.txt': '2\n' } } },
  );
  await repo.git('rm', '-q', 'gone.txt');
  await repo.commit('Ours', side('a', 'ours()'));
  await repo.git('merge', 'topic').catch(() => {});
  await repo.write({ 'own.txt': 'uncommitted\n' });
  return repo;
}

const unmerged = (repo: TempRepo) => repo.git('diff', '--name-only', '--diff-filter=U', '-z');

describe('resolving a merge that stopped', () => {
  test('shows it, writes and stages what is decided, and leaves the rest unmerged', async () => {
    await using repo = await stopped();
    const before = await repo.git('status', '--porcelain');
    const shown = await call(repo, { apply: false });
    expect(shown).toMatchObject({ status: 'findings', result: { kind: 'stopped', operation: 'merge' } });
    expect(shown.result.merges[0]).toMatchObject({ ours: 'main', theirs: 'topic' });
    expect(shown.result.merges[0]?.open.map(({ path, kind }) => [path, kind])).toEqual([
      ['gone.txt', 'modify/delete'],
      ['limit.ts', 'content'],
    ]);
    expect(await repo.git('status', '--porcelain')).toBe(before);

    const { result } = await call(repo);
    expect(result.applied).toMatchObject({ paths: ['src/ï x.ts'], snapshot: 'refs/cdev/backup/worktree/1' });
    expect(await readFile(join(repo.path, 'src/ï x.ts'), 'utf8')).toBe(barrel('start', 'a', 'b'));
    expect(await unmerged(repo)).toBe('gone.txt\0limit.ts\0');
    expect(await readFile(join(repo.path, 'limit.ts'), 'utf8')).toContain('<<<<<<<');
    expect(await repo.git('diff', '--cached', '--name-only', '-z', '--diff-filter=M')).toBe('src/ï x.ts\0');
    expect(await readFile(join(repo.path, 'own.txt'), 'utf8')).toBe('uncommitted\n');
  });

  test('goes into no other branch: that one is refused before anything is written', async () => {
    await using repo = await stopped();
    const before = await repo.git('status', '--porcelain');
    const refused = { code: 'CDEV_E_RESOLVE_INTO_STOPPED' };
    for (const apply of [true, false])
      await expect(call(repo, { into: 'resolved', apply, strategy: 'priority' })).rejects.toMatchObject({
        ...refused,
        steps: ['Leave --into away', expect.stringContaining('--ours main --theirs topic --apply --into resolved')],
      });
    expect(await repo.git('status', '--porcelain')).toBe(before);
    const { result } = await call(repo, { ours: 'main', theirs: 'topic', into: 'resolved', strategy: 'priority' });
    expect(result.applied).toMatchObject({ kind: 'branches' });
  });

  test('is undone with the conflicts as they were', async () => {
    await using repo = await stopped();
    const [status, text] = [
      await repo.git('status', '--porcelain'),
      await readFile(join(repo.path, 'src/ï x.ts'), 'utf8'),
    ];
    const index = await repo.git('ls-files', '--stage');
    await call(repo, { strategy: 'ours' });
    expect(await unmerged(repo)).toBe('');
    await undo(repo);
    expect(await repo.git('ls-files', '--stage')).toBe(index);
    expect(await repo.git('status', '--porcelain')).toBe(status);
    expect(await readFile(join(repo.path, 'src/ï x.ts'), 'utf8')).toBe(text);
    await expect(undo(repo)).rejects.toMatchObject({ code: 'CDEV_E_RESOLVE_NOTHING_TO_UNDO' });
  });

  test('can be decided wholly, concluded by git, and then not be undone any more', async () => {
    await using repo = await stopped();
    const { status } = await call(repo, { strategy: 'priority' });
    expect(status).toBe('ok');
    await repo.git('commit', '-q', '--no-edit');
    expect(await repo.git('show', 'HEAD:limit.ts')).toBe(limit('ours()').trimEnd());
    expect(await repo.git('ls-tree', '--name-only', 'HEAD')).not.toContain('gone.txt');
    expect(await repo.git('log', '-1', '--format=%P')).toContain(' ');
    await expect(undo(repo)).rejects.toMatchObject({ code: 'CDEV_E_RESOLVE_UNDO_TOO_LATE' });
  });

  test('writes a task for what it leaves open', async () => {
    await using repo = await stopped();
    const { result } = await call(repo, { strategy: 'handoff' });
    expect(result.applied).toMatchObject({ paths: ['src/ï x.ts'] });
    const text = await readFile(result.handOffs[0] ?? '', 'utf8');
    expect(text).toContain('# Bring `topic` together with `main`');
    expect(text).toContain('### `gone.txt` (modify/delete)');
    expect(text).toMatch(/^1\. In `.*`, where the merge stopped, change [^]*^3\. Run `git merge --continue`\.$/m);
  });

  test('leaves a file alone that somebody has resolved by hand, and keeps one half done on a ref', async () => {
    await using repo = await stopped();
    await repo.write({ 'src/ï x.ts': '// by hand\n' });
    const { result } = await call(repo);
    expect(result).toMatchObject({ applied: { paths: [], left: ['src/ï x.ts'] } });
    expect(await readFile(join(repo.path, 'src/ï x.ts'), 'utf8')).toBe('// by hand\n');
    const half = `// half\n${await readFile(join(repo.path, 'limit.ts'), 'utf8')}`;
    await repo.write({ 'limit.ts': half });
    await call(repo, { strategy: 'theirs' });
    expect(await readFile(join(repo.path, 'limit.ts'), 'utf8')).toBe(limit('["theirs"]'));
    expect(`${await repo.git('show', 'refs/cdev/backup/worktree/1:limit.ts')}\n`).toBe(half);
  });

  test('applies and undoes what is no content: renames to one name, a link and a file, a submodule', async () => {
    const text = (name: string) => Array.from({ length: 9 }, (_, at) => `${name} ${at}\n`).join('');
    await using repo = await tempRepo({ one: text('one'), two: text('two'), thing: text('thing') });
    const module = (digit: string) =>
      repo.git('update-index', '--add', '--cacheinfo', `160000,${digit.repeat(40)},sub`);
    await module('1');
    await repo.git('commit', '-qm', 'Module');
    await repo.git('switch', '-qc', 'topic');
    await repo.git('mv', 'two', 'both');
    await repo.write({ thing: `${text('thing')}theirs\n` });
    await repo.git('add', 'both', 'thing');
    await module('2');
    await repo.git('commit', '-qm', 'Theirs');
    await repo.git('switch', '-q', 'main');
    await repo.git('mv', 'one', 'both');
    await rm(join(repo.path, 'thing'));
    await symlink('both', join(repo.path, 'thing'));
    await repo.git('add', 'both', 'thing');
    await module('3');
    await repo.git('commit', '-qm', 'Ours');
    await repo.git('merge', 'topic').catch(() => {});
    const index = await repo.git('ls-files', '--stage');
    const shown = await call(repo, { apply: false });
    expect(shown.result.merges[0]?.open.map(({ path, kind }) => [path, kind])).toEqual([
      ['both', 'rename/rename'],
      ['sub', 'submodule'],
      ['thing', 'distinct types'],
      ['thing~topic', 'distinct types'],
    ]);
    const { status, result } = await call(repo, { strategy: 'priority' });
    expect(status).toBe('ok');
    expect(result.merges[0]?.resolved.flatMap(({ lost }) => lost)).toMatchObject([{ side: 'theirs', text: 'theirs' }]);
    expect(await repo.git('ls-files', '--format=%(objectmode) %(path) %(stage)')).toBe(
      ['100644 both 0', '160000 sub 0', '120000 thing 0', '100644 two 0'].join('\n'),
    );
    expect(await repo.git('rev-parse', ':sub')).toBe('3'.repeat(40));
    expect(await readFile(join(repo.path, 'two'), 'utf8')).toBe(text('two'));
    await undo(repo);
    expect(await repo.git('ls-files', '--stage')).toBe(index);
    await expect(readFile(join(repo.path, 'two'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('has the package manager write a lock file anew that both changed, and takes it back', async () => {
    const linked = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `file:${name}`]));
    const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
    const side = (...names: string[]) => ({
      'package.json': json({ name: 'app', version: '1.0.0', dependencies: linked(...names) }),
      'package-lock.json': json({
        name: 'app',
        lockfileVersion: 3,
        packages: { '': { dependencies: linked(...names) } },
      }),
    });
    const packages = Object.fromEntries(
      ['s', 'a', 'b'].map((name) => [`${name}/package.json`, json({ name, version: '1.0.0' })]),
    );
    await using repo = await tempRepo({ ...side('s'), ...packages }, { branches: { topic: side('s', 'b') } });
    await repo.commit('Ours', side('s', 'a'));
    await repo.git('merge', 'topic').catch(() => {});
    const index = await repo.git('ls-files', '--stage');
    const left = await call(repo, { apply: false });
    expect(left.result.merges[0]?.open).toMatchObject([{ path: 'package-lock.json', kind: 'lockfile' }]);
    const { status, result } = await call(repo);
    expect([status, result.merges[0]?.open]).toEqual(['ok', []]);
    expect(result.applied).toMatchObject({ paths: ['package-lock.json', 'package.json'] });
    const written = JSON.parse(await readFile(join(repo.path, 'package-lock.json'), 'utf8')) as { packages: object };
    expect(Object.keys(written.packages)).toEqual(expect.arrayContaining(['node_modules/a', 'node_modules/b']));
    expect(await repo.git('status', '--porcelain')).toBe('M  package-lock.json\nM  package.json');
    await undo(repo);
    expect(await repo.git('ls-files', '--stage')).toBe(index);
  });

  test('goes on where it was killed after the files and before the index', async () => {
    await using repo = await stopped();
    await repo.write({ 'src/ï x.ts': barrel('start', 'a', 'b') });
    expect((await call(repo)).result.applied).toMatchObject({ paths: ['src/ï x.ts'], left: [] });
    expect(await unmerged(repo)).toBe('gone.txt\0limit.ts\0');
  });

  test('names the sides of a rebase and of a cherry-pick the right way round', async () => {
    for (const [args, operation] of [
      [['rebase', 'topic'], 'rebase'],
      [['cherry-pick', 'topic'], 'cherry-pick'],
    ] as const) {
      await using repo = await tempRepo(
        { 'a.ts': limit('1') },
        { branches: { topic: { 'a.ts': limit('["theirs"]') } } },
      );
      await repo.commit('Ours', { 'a.ts': limit('ours()') });
      await repo.git(...args).catch(() => {});
      const { result } = await call(repo, { apply: false });
      expect(result.operation).toBe(operation);
      const [hunk] = result.merges[0]?.open[0]?.hunks ?? [];
      expect(hunk?.ours.text).toBe(operation === 'rebase' ? limit('["theirs"]') : limit('ours()'));
      expect(result.merges[0]?.ours).toBe(operation === 'rebase' ? 'what it is rebased on' : 'main');
    }
  });

  test('writes files with the line ends that the working tree has', async () => {
    const text = (...names: string[]) => barrel(...names);
    await using repo = await tempRepo(
      { '.gitattributes': '*.ts text eol=crlf\n', 'i.ts': text('start') },
      { branches: { topic: { 'i.ts': text('start', 'b') } } },
    );
    await repo.commit('Ours', { 'i.ts': text('start', 'a') });
    await repo.git('merge', 'topic').catch(() => {});
    await call(repo);
    expect(await readFile(join(repo.path, 'i.ts'), 'utf8')).toBe(text('start', 'a', 'b').replaceAll('\n', '\r\n'));
    expect(await repo.git('status', '--porcelain')).toBe('M  i.ts');
  });
});
