import { chmod, writeFile } from 'node:fs/promises';
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

test('where one of several meets a broken object the others go on, and it is told once', async () => {
  await using repo = await tempRepo({ 'base.ts': '' });
  await repo.commit('Old', { 'old.ts': line(1) });
  await repo.commit('Broken', { 'broken.ts': line(2) });
  await repo.commit('New', { 'new.ts': line(3) });
  const object = (await repo.git('rev-parse', 'HEAD~1:broken.ts')).trim();
  const file = join(repo.path, '.git/objects', object.slice(0, 2), object.slice(2));
  await chmod(file, 0o644);
  await writeFile(file, 'broken');
  const scan = await scanHistory(await openRepository(repo.path), { gits: 2 });
  expect(scan.findings.map(({ path }) => path).toSorted()).toEqual(['new.ts', 'old.ts']);
  expect(scan.gaps).toEqual([expect.stringMatching(/git log failed/)]);
});

test('a short history is read by one git, a long one by as many as there are processors', async () => {
  await using repo = await tempRepo({ 'base.ts': '' });
  const repository = await openRepository(repo.path);
  expect(await slicesOf(repository, 'HEAD\n', {})).toEqual([{ input: 'HEAD\n', how: ['--remerge-diff'] }]);
  importCommits(repo.path, { branch: 'main', count: 4000, from });
  const slices = await slicesOf(repository, 'main\n', {});
  expect(slices).toHaveLength(Math.min(3, availableParallelism()));
  const commits = slices.map(({ input }) => String(input)).join('');
  if (slices.length > 1) expect(commits).toBe(`${await repo.git('rev-list', 'main')}\n`);
});
