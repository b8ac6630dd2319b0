import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { mergeBranches, type MergeBranchesOptions } from '../src/index.ts';

const manifest = (fields: object) => `${JSON.stringify({ name: 'app', version: '1.0.0', ...fields }, undefined, 2)}\n`;

const merge = (repo: TempRepo, options: Partial<MergeBranchesOptions> = {}) =>
  mergeBranches({ cwd: repo.path, ours: 'a', theirs: 'b', labels: { ours: 'api', theirs: 'ui' }, ...options });

const show = (repo: TempRepo, tree: string | undefined, path: string) => repo.git('show', `${tree}:${path}`);

describe('mergeBranches', () => {
  test('gives the tree of a merge that git can do, and decides nothing', async () => {
    await using repo = await tempRepo(
      { 'one.txt': '1\n', 'two.txt': '2\n' },
      { branches: { a: { 'one.txt': 'a\n' }, b: { 'two.txt': 'b\n' } } },
    );
    const result = await merge(repo);
    expect(result).toMatchObject({ isClean: true, resolved: [], conflicts: [], draft: undefined });
    expect(await show(repo, result.tree, 'one.txt')).toBe('a');
    expect(await show(repo, result.tree, 'two.txt')).toBe('b');
  });

  test('merges package.json and a barrel by their structure, without touching a file or a ref', async () => {
    const barrel = "export { start } from './start.ts';\n";
    await using repo = await tempRepo(
      { 'package.json': manifest({ dependencies: { left: '^1.0.0' } }), 'src/index.ts': barrel },
      {
        branches: {
          a: {
            'package.json': manifest({ dependencies: { alpha: '^1.0.0', left: '^1.0.0' } }),
            'src/index.ts': `${barrel}export { alpha } from './alpha.ts';\n`,
          },
          b: {
            'package.json': manifest({ dependencies: { beta: '^2.0.0', left: '^1.0.0' } }),
            'src/index.ts': `${barrel}export { beta } from './beta.ts';\n`,
          },
        },
      },
    );
    const before = await repo.git('for-each-ref');
    const result = await merge(repo, { rules: (path) => (path === 'src/index.ts' ? 'imports' : undefined) });
    expect(result.conflicts).toEqual([]);
    expect(result.isClean).toBe(false);
    expect(result.resolved.map(({ path, rule }) => [path, rule])).toEqual([
      ['package.json', 'json'],
      ['src/index.ts', 'imports'],
    ]);
    expect(result.resolved.every(({ resolutions }) => resolutions.every(({ reason }) => reason !== ''))).toBe(true);
    expect(JSON.parse(await show(repo, result.tree, 'package.json'))).toMatchObject({
      dependencies: { alpha: '^1.0.0', beta: '^2.0.0', left: '^1.0.0' },
    });
    const merged = await show(repo, result.tree, 'src/index.ts');
    expect(merged).toContain('alpha');
    expect(merged).toContain('beta');
    expect(await repo.git('for-each-ref')).toBe(before);
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test('leaves open what no rule decides, and then gives no tree', async () => {
    const source = (value: string) => `export function limit() {\n  return ${value};\n}\n`;
    await using repo = await tempRepo(
      { 'src/limit.ts': source('1'), 'free.txt': '' },
      {
        branches: {
          a: { 'src/limit.ts': source('first()') },
          b: { 'src/limit.ts': source('"second"'), 'free.txt': 'b\n' },
        },
      },
    );
    const result = await merge(repo);
    expect(result).toMatchObject({ tree: undefined, draft: undefined, isClean: false, resolved: [] });
    expect(result.conflicts.map(({ path, kind }) => [path, kind])).toEqual([['src/limit.ts', 'content']]);
    const [hunk] = result.conflicts[0]?.hunks ?? [];
    expect(hunk?.ours.text).toContain('first()');
    expect(hunk?.theirs.text).toContain('"second"');
    expect(hunk?.ours.line).toBe(2);
  });

  test('takes a side where that is asked for, and says that it is a guess', async () => {
    await using repo = await tempRepo(
      { 'a.md': 'one\n\ntwo\n', 'gone.txt': 'x\n', 'logo.bin': Uint8Array.from([0, 1]) },
      {
        branches: {
          a: { 'a.md': 'one A\n\ntwo\n', 'logo.bin': Uint8Array.from([0, 2]), 'gone.txt': 'kept\n' },
          b: { 'a.md': 'one B\n\ntwo\n', 'logo.bin': Uint8Array.from([0, 3]) },
        },
      },
    );
    const scratch = await repo.worktree('b');
    await scratch.git('rm', '-q', 'gone.txt');
    await scratch.commit('Remove');
    const theirs = await merge(repo, { strategy: 'theirs' });
    expect(theirs.resolved.map(({ path, rule, confidence }) => [path, rule, confidence])).toEqual([
      ['a.md', 'side', 'guess'],
      ['gone.txt', 'side', 'guess'],
      ['logo.bin', 'side', 'guess'],
    ]);
    expect(await show(repo, theirs.tree, 'a.md')).toBe('one B\n\ntwo');
    expect(await repo.git('ls-tree', '--name-only', theirs.tree as string)).toBe('a.md\nlogo.bin');
    const ours = await merge(repo, { strategy: 'ours' });
    expect(await show(repo, ours.tree, 'gone.txt')).toBe('kept');
    const union = await merge(repo, { strategy: 'union' });
    expect(union.resolved.map(({ path }) => path)).toEqual(['a.md']);
    expect(union.conflicts.map(({ path }) => path)).toEqual(['gone.txt', 'logo.bin']);
  });

  test('keeps what structure decides when a side gets only what is left over', async () => {
    await using repo = await tempRepo(
      { 'package.json': manifest({ description: 'x', scripts: { a: '1' } }) },
      {
        branches: {
          a: { 'package.json': manifest({ description: 'from a', scripts: { a: '1', forA: '1' } }) },
          b: { 'package.json': manifest({ description: 'from b', scripts: { a: '1', forB: '1' } }) },
        },
      },
    );
    expect((await merge(repo)).tree).toBeUndefined();
    const result = await merge(repo, { leftOver: 'theirs' });
    expect(JSON.parse(await show(repo, result.tree, 'package.json'))).toMatchObject({
      description: 'from b',
      scripts: { a: '1', forA: '1', forB: '1' },
    });
    expect(result.resolved[0]).toMatchObject({ rule: 'side', confidence: 'guess' });
  });

  test('takes no resolution that is less sure than wanted', async () => {
    const line = (a: string, b: string) => `const value = combine(${a}, ${b});\nexport { value };\n`;
    await using repo = await tempRepo(
      { 'a.ts': line('one', 'two') },
      { branches: { a: { 'a.ts': line('first', 'two') }, b: { 'a.ts': line('one', 'second') } } },
    );
    const all = await merge(repo);
    expect(await show(repo, all.tree, 'a.ts')).toContain('combine(first, second)');
    const sure = await merge(repo, { atLeast: 'certain' });
    expect(sure.tree).toBeUndefined();
    expect(sure.conflicts[0]).toMatchObject({ path: 'a.ts', reason: 'There is a resolution, but it is only a guess' });
    expect(sure.conflicts[0]?.resolutions.length).toBeGreaterThan(0);
  });

  test('takes a chosen text only if it is sound', async () => {
    const source = (value: string) => `export const limit = ${value};\n`;
    await using repo = await tempRepo(
      { 'a.ts': source('1') },
      { branches: { a: { 'a.ts': source('ours()') }, b: { 'a.ts': source('[theirs]') } } },
    );
    const choose = (content: string) =>
      merge(repo, {
        resolveTexts: async (files) => new Map(files.map(({ texts }) => [texts.path, { content, reason: 'by hand' }])),
      });
    expect(await show(repo, (await choose(source('both()'))).tree, 'a.ts')).toBe('export const limit = both();');
    for (const bad of ['export const =', '<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n']) {
      const result = await choose(bad);
      expect(result.tree).toBeUndefined();
      expect(result.conflicts[0]?.reason).toMatch(/^The sides could be joined, but it would/);
    }
  });

  test('tells conflicts apart that are none of content', async () => {
    await using repo = await tempRepo({ 'moved.txt': 'a\nb\nc\nd\n', target: '', 'logo.bin': Uint8Array.from([0, 1]) });
    const sides = { a: await repo.worktree('a'), b: await repo.worktree('b') };
    for (const [name, side] of Object.entries(sides)) {
      await side.git('mv', 'moved.txt', `to-${name}.txt`);
      await symlink(`to-${name}.txt`, join(side.path, 'link'));
      await side.write({ 'run.sh': 'echo same\n', 'logo.bin': Uint8Array.from([0, name.charCodeAt(0)]) });
      await side.git('add', 'run.sh');
      if (name === 'a') await side.git('update-index', '--chmod=+x', 'run.sh');
      await side.git('update-index', '--add', '--cacheinfo', `160000,${name.repeat(40)},module`);
      await side.git('add', '--all', ':!module', ':!run.sh');
      await side.git('commit', '-q', '-m', name);
    }
    const { conflicts, tree } = await merge(repo, { strategy: 'structured' });
    expect(tree).toBeUndefined();
    const kinds = new Map(conflicts.map(({ path, kind }) => [path, kind]));
    expect(Object.fromEntries(kinds)).toMatchObject({
      link: 'symlink',
      'logo.bin': 'binary',
      module: 'submodule',
      'to-a.txt': 'rename/rename',
    });
    expect(conflicts.find(({ kind }) => kind === 'binary')?.reason).toBe(
      'api and ui both changed it, and it is no text that could be merged',
    );
    const taken = await merge(repo, { leftOver: 'ours' });
    expect(taken.conflicts).toEqual([]);
    expect(await repo.git('ls-tree', '--format=%(objectmode) %(path)', taken.tree as string)).toBe(
      ['120000 link', '100644 logo.bin', '160000 module', '100755 run.sh', '100644 target', '100644 to-a.txt'].join(
        '\n',
      ),
    );
  });

  test('does not believe a clean merge of lines that has one key twice', async () => {
    const lines = (...middle: string[]) => `${['{', '  "a": 1,', ...middle, '  "z": 1', '}'].join('\n')}\n`;
    const filler = Array.from({ length: 12 }, (_, at) => `  "k${at}": 1,`);
    await using repo = await tempRepo(
      { 'settings.json': lines(...filler) },
      {
        branches: {
          a: { 'settings.json': lines('  "port": 1,', ...filler) },
          b: { 'settings.json': lines(...filler, '  "port": 2,') },
        },
      },
    );
    const result = await merge(repo);
    expect(result.tree).toBeUndefined();
    expect(result.conflicts).toMatchObject([
      {
        path: 'settings.json',
        kind: 'invalid',
        reason: 'git could merge its lines, but it would have the key "port" twice',
      },
    ]);
    const same = await repo.worktree('b');
    await same.commit('The same', { 'settings.json': lines(...filler, '  "port": 1,') });
    const agreed = await merge(repo);
    expect(agreed.resolved.map(({ path }) => path)).toEqual(['settings.json']);
    expect((await show(repo, agreed.tree, 'settings.json')).match(/"port"/g)).toHaveLength(1);
  });

  test('does not hold markers against a file that is about markers', async () => {
    const sample = '<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n';
    const doc = (head: string, tail: string) => `${head}\n\n\n\n${sample}\n\n\n\n${tail}\n`;
    await using repo = await tempRepo(
      { 'markers.md': doc('x', 'y') },
      { branches: { a: { 'markers.md': doc('ours', 'y') }, b: { 'markers.md': doc('x', 'theirs') } } },
    );
    const result = await merge(repo);
    expect(result.isClean).toBe(true);
    expect(await show(repo, result.tree, 'markers.md')).toContain('theirs');
  });

  test('leaves a lock file to its package manager, and gives the rest as a draft', async () => {
    const lock = (name: string) => `lockfileVersion: '9.0'\n${name}: 1\n`;
    await using repo = await tempRepo(
      { 'package.json': manifest({}), 'pnpm-lock.yaml': lock('x') },
      {
        branches: {
          a: { 'package.json': manifest({ a: 1 }), 'pnpm-lock.yaml': lock('a') },
          b: { 'package.json': manifest({ b: 1 }), 'pnpm-lock.yaml': lock('b') },
        },
      },
    );
    const result = await merge(repo);
    expect(result.tree).toBeUndefined();
    expect(result.conflicts).toMatchObject([
      { path: 'pnpm-lock.yaml', kind: 'lockfile', regenerate: { command: 'pnpm' } },
    ]);
    expect(await show(repo, result.draft, 'pnpm-lock.yaml')).toBe(lock('a').trimEnd());
    expect(JSON.parse(await show(repo, result.draft, 'package.json'))).toMatchObject({ a: 1, b: 1 });
    const taken = await merge(repo, { strategy: 'theirs' });
    expect(await show(repo, taken.tree, 'pnpm-lock.yaml')).toBe(lock('b').trimEnd());
  });

  test('keeps text that is not UTF-8, line ends and a byte order mark as they are', async () => {
    const latin = (word: string) => Buffer.from(`h\xe9llo ${word}\n`, 'latin1');
    const windows = (...lines: string[]) => `\uFEFF${lines.join('\r\n')}\r\n`;
    await using repo = await tempRepo(
      { 'latin.txt': latin('x'), 'w.json': windows('{', '  "x": 1', '}') },
      {
        branches: {
          a: { 'latin.txt': latin('a'), 'w.json': windows('{', '  "x": 1,', '  "a": 1', '}') },
          b: { 'latin.txt': latin('b'), 'w.json': windows('{', '  "x": 1,', '  "b": 1', '}') },
        },
      },
    );
    const { resolved, conflicts } = await merge(repo);
    expect(conflicts.map(({ path, kind }) => [path, kind])).toEqual([['latin.txt', 'binary']]);
    expect(resolved[0]?.content?.toString('utf8')).toBe(windows('{', '  "x": 1,', '  "a": 1,', '  "b": 1', '}'));
  });

  test('merges on a base that is given, and names a revision that is not there', async () => {
    await using repo = await tempRepo(
      { 'a.txt': '1\n' },
      { branches: { a: { 'a.txt': '2\n' }, b: { 'a.txt': '3\n' } } },
    );
    const result = await merge(repo, { base: 'a' });
    expect(await show(repo, result.tree, 'a.txt')).toBe('3');
    await expect(merge(repo, { theirs: 'gone' })).rejects.toMatchObject({ code: 'CDEV_E_GIT_UNKNOWN_REVISION' });
  });
});
