import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { scanHistory } from '../../src/index.ts';
import { importCommits } from './import-commits.ts';
import { line, places } from '../secret-line.ts';

const trimmed = (text: string): string => text.trim();

const step = (at: number): string => `export const step = ${at};\n`;

test('a version of a file is read once, whichever commits bring it: a rebase of fifty commits reads none again', async () => {
  await using repo = await tempRepo({ 'base.ts': '' });
  importCommits(repo.path, { branch: 'topic', count: 50, from: 1_700_000_000, textOf: step });
  await repo.git('checkout', '-q', '-b', 'other');
  await repo.commit('Meanwhile', { 'other.ts': 'export {};\n' });
  const repository = await openRepository(repo.path);
  expect(await scanHistory(repository)).toMatchObject({ commits: 52, files: 51, rememberedFiles: 0 });
  await repo.git('rebase', '-q', 'other', 'topic');
  expect(await scanHistory(repository)).toMatchObject({
    commits: 50,
    files: 0,
    rememberedFiles: 50,
    discarded: undefined,
  });
  // A new tip costs what is new, and a secret is found in a version that is not known, wherever its lines come from.
  await repo.commit('New', { 'f0.ts': `export const step = 49;\n${line(1)}`, 'f1.ts': 'export const step = 43;\n' });
  const more = await scanHistory(repository);
  expect(more).toMatchObject({ commits: 1, files: 1 });
  expect(places(more.findings)).toEqual(['f0.ts:2']);
  await repo.git('commit', '-q', '--amend', '-m', 'Newer');
  const amended = await scanHistory(repository);
  expect(amended).toMatchObject({ commits: 1, files: 1 });
  expect(amended.findings).toMatchObject([
    { path: 'f0.ts', commit: await repo.git('rev-parse', 'HEAD').then(trimmed) },
  ]);
});

test('a version that is known stands in the memory once, also where its commit only takes lines away', async () => {
  await using repo = await tempRepo({ 'a.ts': 'one\ntwo\n' });
  await repo.commit('Less', { 'a.ts': 'one\n' });
  const repository = await openRepository(repo.path);
  const size = async (): Promise<number> =>
    (await stat(join(repository.commonDir, 'cdev/secret-scan/clean-blobs'))).size;
  await scanHistory(repository);
  const before = await size();
  for (const message of ['Again', 'Once more']) {
    await repo.git('commit', '-q', '--amend', '-m', message);
    await scanHistory(repository);
    expect(await size()).toBe(before);
  }
});

test('the same bytes under another path are read again: the path says what may stand there', async () => {
  await using repo = await tempRepo({ 'a.ts': 'x\npassword = hunter2-At-home\n' });
  const repository = await openRepository(repo.path);
  expect((await scanHistory(repository)).findings).toEqual([]);
  await repo.commit('Moved', { 'a.env': 'x\npassword = hunter2-At-home\n' });
  expect(places((await scanHistory(repository)).findings)).toEqual(['a.env:2']);
});

test.each([
  ['torn in the middle', (text: string) => text.slice(0, text.length - 60), 'is broken'],
  ['with a line that is none', (text: string) => text.replace(/\n[0-9a-f]{40}\n/, '\nx\n'), 'is broken'],
  ['of other rules', (text: string) => text.replace(/^(clean blobs \S+ \d+) \w/, '$1 -'), 'is of other rules'],
  ['of an older form', () => 'clean blobs 1 x\nend 0\n', 'is of other rules'],
  ['of something else', () => '\0\0', 'is broken'],
])('a memory of versions %s is thrown away and told', async (_, spoil, discarded) => {
  await using repo = await tempRepo({ 'a.ts': 'export {};\n', 'b.ts': 'export const b = 1;\n' });
  const repository = await openRepository(repo.path);
  await scanHistory(repository);
  const file = join(repository.commonDir, 'cdev/secret-scan/clean-blobs');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await writeFile(file, spoil(await readFile(file, 'latin1')), 'latin1');
  await repo.git('commit', '-q', '--amend', '-m', 'Again');
  expect(await scanHistory(repository)).toMatchObject({ commits: 1, files: 2, rememberedFiles: 0, discarded });
  await repo.git('commit', '-q', '--amend', '-m', 'Once more');
  expect(await scanHistory(repository)).toMatchObject({ files: 0, rememberedFiles: 2, discarded: undefined });
});

test('two that scan different branches at once leave one memory of both', async () => {
  await using repo = await tempRepo(
    { 'a.ts': 'export {};\n' },
    { branches: { side: { 'b.ts': 'export const b = 1;\n' } } },
  );
  const repository = await openRepository(repo.path);
  await Promise.all([scanHistory(repository), scanHistory(repository), scanHistory(repository)]);
  await repo.git('commit', '-q', '--amend', '-m', 'Again');
  expect(await scanHistory(repository)).toMatchObject({ files: 0, discarded: undefined });
});
