import { existsSync } from 'node:fs';
import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { gzipSync } from 'node:zlib';
import { makeTar, tempFolder, tempRepo } from '@cdev/test-kit';
import { askHistory, scanHistory } from '../../src/index.ts';
import { line, places, token } from '../secret-line.ts';

describe('scanHistory', () => {
  test('what was taken out again, what only a merge has, a stash, another branch, UTF-16; with the commit that brought it in', async () => {
    await using repo = await tempRepo({ 'a.ts': 'export {};\n', 'n b.ts': '' });
    const brought = await repo.commit('In', { 'n b.ts': `// one\n\n${line(1)}` });
    await repo.commit('Out', { 'n b.ts': '' });
    await repo.branch('side', { 'side.ts': line(2) });
    await repo.git('merge', '-q', '--no-ff', '--no-commit', 'side');
    await repo.write({ 'a.ts': `export {};\n${line(3)}` });
    await repo.git('add', '.');
    await repo.git('commit', '-q', '-m', 'Merge');
    await writeFile(join(repo.path, 'wide.txt'), Buffer.from(`\uFEFF${line(4)}`, 'utf16le'));
    await repo.git('add', '.');
    await repo.git('stash', '-q');
    const scan = await scanHistory(await openRepository(repo.path));
    expect(places(scan.findings).sort()).toEqual(['a.ts:2', 'n b.ts:3', 'side.ts:1', 'wide.txt:1']);
    expect(scan.findings.find(({ path }) => path === 'n b.ts')?.commit).toBe(brought);
    expect(scan.gaps).toEqual([]);
  });

  test('a value that alone was changed, while its name stands above or below it; not what was around it before', async () => {
    const value = 'Zx8kLm2PqR7tYw';
    const files = (secret: string): Record<string, string> => ({
      'deployment.yaml': `env:\n  - name: OLD_PASSWORD\n    value: k7Gd93mZpQ2v\n  - name: DB_PASSWORD\n    value: ${secret}\n`,
      'settings.json': `[\n  {\n    "key": "apiSecretToken",\n    "value": "${secret}"\n  }\n]\n`,
      'block.yml': `client_secret: >-\n  ${secret}\nnext: 1\n`,
    });
    await using repo = await tempRepo(files('changeme'));
    const before = await scanHistory(await openRepository(repo.path));
    expect(places(before.findings.filter(({ level }) => level === 'error'))).toEqual(['deployment.yaml:3']);
    const real = await repo.commit('Real', files(value));
    const { findings } = await scanHistory(await openRepository(repo.path));
    const brought = findings.filter(({ commit, level }) => commit === real && level === 'error');
    expect(places(brought).toSorted()).toEqual(['block.yml:2', 'deployment.yaml:5', 'settings.json:4']);
  });

  test('a second scan reads what is new and knows the rest; other rules or a lost cache read everything', async () => {
    await using repo = await tempRepo({ 'a.ts': line(1) });
    const repository = await openRepository(repo.path);
    expect((await scanHistory(repository)).commits).toBe(1);
    await repo.commit('More', { 'b.ts': line(2) });
    const second = await scanHistory(repository);
    expect(second).toMatchObject({ commits: 1, rememberedCommits: 1 });
    expect(places(second.findings)).toEqual(['a.ts:1', 'b.ts:1']);
    const file = join(repository.commonDir, 'cdev/secret-scan/history.json');
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(token(1));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, text.slice(0, 50));
    expect(await scanHistory(repository)).toMatchObject({ commits: 2, discarded: 'is broken' });
    expect(await scanHistory(repository)).toMatchObject({ commits: 0, discarded: undefined });
    await writeFile(file, text.replace(/"engine":"/, '"engine":"other'));
    expect(await scanHistory(repository)).toMatchObject({ commits: 2, discarded: 'is of other rules' });
  });

  test('linked worktrees remember together, and two that scan at once leave a whole memory', async () => {
    await using repo = await tempRepo(
      { 'a.ts': line(1) },
      { branches: { side: { 'b.ts': line(2) } }, worktrees: ['side'] },
    );
    const [main, linked] = [await openRepository(repo.path), await openRepository(repo.worktrees['side']?.path ?? '')];
    const [one, other] = await Promise.all([scanHistory(main), scanHistory(linked)]);
    expect(places(one.findings).sort()).toEqual(places(other.findings).sort());
    for (const repository of [main, linked])
      expect(await scanHistory(repository)).toMatchObject({ commits: 0, discarded: undefined });
  });

  test('all that is stashed, not only what was stashed last, with files that are not tracked; until it is dropped', async () => {
    await using repo = await tempRepo({ 'a.ts': 'export {};\n' });
    const repository = await openRepository(repo.path);
    await repo.write({ 'a.ts': line(1), 'new.ts': line(2) });
    await repo.git('stash', '-q', '--include-untracked');
    for (const seed of [3, 4]) {
      await scanHistory(repository);
      await repo.write({ 'a.ts': line(seed) });
      await repo.git('stash', '-q');
    }
    const scan = await scanHistory(repository, { outset: await askHistory(repository, { begin: true }) });
    expect(places(scan.findings).toSorted()).toEqual(['a.ts:1', 'a.ts:1', 'a.ts:1', 'new.ts:1']);
    expect(new Set(scan.findings.map(({ secretId }) => secretId)).size).toBe(4);
    await repo.git('stash', 'drop', '-q', 'stash@{2}');
    expect((await scanHistory(repository)).findings).toHaveLength(2);
    expect((await scanHistory(repository, { refresh: true })).findings).toHaveLength(2);
  });

  test('an amended commit is found when unreachable ones are asked for', async () => {
    await using repo = await tempRepo({ 'a.ts': '' });
    await repo.commit('Oops', { 'a.ts': line(1) });
    await repo.write({ 'a.ts': '' });
    await repo.git('commit', '-q', '--amend', '-a', '-m', 'Better', '--allow-empty');
    const repository = await openRepository(repo.path);
    expect((await scanHistory(repository)).findings).toEqual([]);
    expect(places((await scanHistory(repository, { unreachable: true })).findings)).toEqual(['a.ts:1']);
  });

  test('a commit message, of an ordinary commit and of a merge; an archive', async () => {
    await using repo = await tempRepo({ 'a.ts': '' });
    await repo.branch('side', { 'side.ts': '' });
    await repo.git('merge', '-q', '--no-ff', 'side', '-m', `Merge\n\nwith ${token(1)}`);
    await repo.write({ 'b.ts': '' });
    await repo.git('add', '.');
    await repo.git('commit', '-q', '-m', `Publish\n\nSecond line\nnpm token: ${token(2)}`);
    await writeFile(join(repo.path, 'old.tgz'), gzipSync(makeTar([['app/.env', `T=${token(3)}`]])));
    await repo.git('add', '.');
    await repo.git('commit', '-q', '-m', 'Archive');
    const { findings } = await scanHistory(await openRepository(repo.path));
    expect(findings.map(({ path, line, inside }) => `${path}:${line} ${inside ?? ''}`).sort()).toEqual([
      '(commit message):3 ',
      '(commit message):4 ',
      'old.tgz:1 app/.env',
    ]);
  });

  test('what a merge of more than two has that none of them had; it counts as one commit', async () => {
    await using repo = await tempRepo({ 'a.ts': '' });
    await repo.branch('one', { 'one.ts': '' });
    await repo.branch('two', { 'two.ts': '' });
    await repo.commit('Here', { 'here.ts': '' });
    await repo.git('merge', '-q', '--no-commit', 'one', 'two');
    await repo.write({ 'evil.ts': line(1) });
    await repo.git('add', '.');
    await repo.git('commit', '-q', '-m', `Three\n\n${token(2)}`);
    const scan = await scanHistory(await openRepository(repo.path));
    expect(places(scan.findings).sort()).toEqual(['(commit message):3', 'evil.ts:1']);
    expect(scan.commits).toBe(5);
  });

  test.each([
    ['is not there', undefined],
    ['cannot be started', '#!/no/such/shell\n'],
    ['is broken', '#!/bin/sh\nexit 125\n'],
  ])('where the program that makes git write in larger pieces %s, git writes in its own', async (_, script) => {
    await using repo = await tempRepo({ 'a.ts': line(1) });
    const git = (process.env['PATH'] ?? '')
      .split(delimiter)
      .map((folder) => join(folder, 'git'))
      .find((file) => existsSync(file));
    await using folder = await tempFolder(script === undefined ? {} : { stdbuf: script });
    await symlink(git ?? '', join(folder.path, 'git'));
    if (script !== undefined) await chmod(join(folder.path, 'stdbuf'), 0o755);
    const repository = await openRepository(repo.path);
    const { PATH } = process.env;
    process.env['PATH'] = folder.path;
    try {
      expect(places((await scanHistory(repository)).findings)).toEqual(['a.ts:1']);
    } finally {
      process.env['PATH'] = PATH;
    }
  });

  test('since a revision', async () => {
    await using repo = await tempRepo({ 'a.ts': line(1) });
    const base = (await repo.git('rev-parse', 'HEAD')).trim();
    await repo.commit('More', { 'b.ts': line(2) });
    expect(places((await scanHistory(await openRepository(repo.path), { since: base })).findings)).toEqual(['b.ts:1']);
  });

  test('a reference that leads to nothing is told, and the others are followed', async () => {
    await using repo = await tempRepo({ 'a.ts': line(1) });
    await repo.write({ '.git/refs/heads/broken': `${'1'.repeat(40)}\n` });
    const scan = await scanHistory(await openRepository(repo.path));
    expect(places(scan.findings)).toEqual(['a.ts:1']);
    expect(scan.gaps).toEqual(['Not every reference leads to a commit that is there (bad object refs/heads/broken)']);
  });
});
