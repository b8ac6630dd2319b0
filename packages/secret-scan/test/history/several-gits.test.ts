import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { slicesOf } from '../../src/history/read-slices.ts';
import { scanHistory, type HistoryScan } from '../../src/index.ts';
import { importCommits } from './import-commits.ts';
import { line } from '../secret-line.ts';

const found = ({ findings }: HistoryScan): string[] =>
  findings.map(({ path, line: at, commit }) => `${path}:${at} ${commit}`);

/** After those that the test kit makes. */
const from = 1_800_000_000;

test('several gits that read a history at once find what one finds, in the same order', async () => {
  await using repo = await tempRepo({ 'base.ts': '' });
  importCommits(repo.path, {
    branch: 'main',
    count: 40,
    from,
    textOf: (at) => (at % 4 === 0 ? line(at) : `export const step = ${at};\n`),
  });
  await repo.branch('one', { 'one.ts': '' });
  await repo.branch('two', { 'two.ts': '' });
  await repo.commit('Here', { 'here.ts': '' });
  await repo.git('merge', '-q', '--no-commit', 'one', 'two');
  await repo.write({ 'evil.ts': line(41) });
  await repo.git('add', '.');
  await repo.git('commit', '-q', '-m', 'Three');
  const repository = await openRepository(repo.path);
  const one = await scanHistory(repository, { gits: 1, refresh: true });
  expect(one).toMatchObject({ commits: 45, gaps: [] });
  expect(one.findings).toHaveLength(11);
  let progress = 0;
  for (const gits of [2, 7]) {
    const several = await scanHistory(repository, {
      gits,
      refresh: true,
      onProgress: (commits) => (progress = commits),
    });
    expect(found(several)).toEqual(found(one));
    expect(several).toMatchObject({ commits: 45, files: one.files, bytes: one.bytes, gaps: [] });
  }
  expect(progress).toBe(45);
});

test('where git can write nothing, merges are shown against each parent: the same is found', async () => {
  await using repo = await tempRepo({ 'base.ts': '' });
  await repo.branch('one', { 'one.ts': line(1) });
  await repo.branch('two', { 'two.ts': line(2) });
  await repo.branch('three', { 'three.ts': '' });
  await repo.commit('Here', { 'here.ts': '' });
  for (const [sides, seed] of [
    [['one'], 3],
    [['two', 'three'], 4],
  ] as const) {
    await repo.git('merge', '-q', '--no-ff', '--no-commit', ...sides);
    await repo.write({ [`evil-${seed}.ts`]: line(seed) });
    await repo.git('add', '.');
    await repo.git('commit', '-q', '-m', 'Merge');
  }
  const repository = await openRepository(repo.path);
  const usual = await scanHistory(repository, { refresh: true });
  expect(usual.findings).toHaveLength(4);
  // Whether it can is looked for in this folder.
  const unwritable = { ...repository, commonDir: join(repo.path, 'not there') };
  for (const gits of [1, 2]) {
    const scan = await scanHistory(unwritable, { refresh: true, gits });
    expect(found(scan).toSorted()).toEqual(found(usual).toSorted());
    expect(scan).toMatchObject({ commits: usual.commits, gaps: [] });
  }
});

test('a short history is read by one git, a long one by as many as there are processors', async () => {
  await using repo = await tempRepo({ 'base.ts': '' });
  const repository = await openRepository(repo.path);
  expect(await slicesOf(repository, 'HEAD\n', {})).toEqual([{ input: 'HEAD\n', merges: '--remerge-diff', walk: [] }]);
  importCommits(repo.path, { branch: 'main', count: 4000, from });
  const slices = await slicesOf(repository, 'main\n', {});
  expect(slices).toHaveLength(Math.min(3, availableParallelism()));
  const commits = slices.map(({ input }) => String(input)).join('');
  const ofTen = await slicesOf(repository, 'main\n^main~10\n', { gits: 6 });
  expect(ofTen.map(({ input }) => input.length / 41)).toEqual([2, 2, 2, 2, 2]);
  if (slices.length > 1) expect(commits).toBe(`${await repo.git('rev-list', 'main')}\n`);
});
