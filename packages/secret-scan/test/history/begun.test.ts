import { expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { askHistory, scanHistory, type HistoryScan } from '../../src/index.ts';
import { line } from '../secret-line.ts';

const places = ({ findings }: HistoryScan): string[] =>
  findings.map(({ path, line: at }) => `${path}:${at}`).toSorted();

test('what is new is read by the git that was started when it was asked for', async () => {
  await using repo = await tempRepo({ 'a.ts': line(1) });
  const repository = await openRepository(repo.path);
  expect((await askHistory(repository, { begin: true })).begun).toBeUndefined();
  await scanHistory(repository);
  await repo.commit('More', { 'b.ts': line(2) });
  const outset = await askHistory(repository, { begin: true });
  expect(outset.begun).toBeDefined();
  const scan = await scanHistory(repository, { outset });
  expect(scan).toMatchObject({ commits: 1, rememberedCommits: 1, files: 1, gaps: [] });
  expect(places(scan)).toEqual(['a.ts:1', 'b.ts:1']);
  const again = await scanHistory(repository, { outset: await askHistory(repository, { begin: true }) });
  expect(again).toMatchObject({ commits: 0, rememberedCommits: 2 });
  expect(places(again)).toEqual(places(scan));
});

test('a commit that came after that git had looked, and a branch that it had not to look at, are no less known', async () => {
  await using repo = await tempRepo({ 'a.ts': line(1) });
  await repo.commit('Second', { 'a.ts': '' });
  const repository = await openRepository(repo.path);
  await scanHistory(repository);
  await repo.commit('Third', { 'b.ts': line(2) });
  const { begun } = await askHistory(repository, { begin: true });
  if (begun === undefined) throw new Error('nothing was begun');
  // It has looked when it has ended.
  const chunks: Buffer[] = [];
  await begun.git.read((chunk) => chunks.push(chunk));
  const git = { ...begun.git, read: async (onChunk: (chunk: Buffer) => void) => chunks.forEach(onChunk) };
  await repo.branch('late', { 'c.ts': line(3) });
  await repo.git('branch', '-q', 'old', 'HEAD~1');
  const scan = await scanHistory(repository, {
    outset: { ...(await askHistory(repository)), begun: { ...begun, git } },
  });
  expect(scan).toMatchObject({ commits: 2, rememberedCommits: 2, gaps: [] });
  expect(places(scan)).toEqual(['a.ts:1', 'b.ts:1', 'c.ts:1']);
  expect(await scanHistory(repository)).toMatchObject({ commits: 0, rememberedCommits: 4 });
});

test('what was begun is of no use where more has to be read: it is stopped', async () => {
  await using repo = await tempRepo({ 'a.ts': line(1) });
  const repository = await openRepository(repo.path);
  await scanHistory(repository);
  await repo.commit('More', { 'b.ts': line(2) });
  for (const more of [{ refresh: true }, { unreachable: true }, { since: 'HEAD~1' }]) {
    const { begun, ...outset } = await askHistory(repository, { begin: true });
    if (begun === undefined) throw new Error('nothing was begun');
    let isStopped = false;
    const stop = (): void => {
      isStopped = true;
      begun.git.stop();
    };
    const scan = await scanHistory(repository, {
      ...more,
      outset: { ...outset, begun: { ...begun, git: { ...begun.git, stop } } },
    });
    expect(places(scan)).toEqual('since' in more ? ['b.ts:1'] : ['a.ts:1', 'b.ts:1']);
    expect(isStopped).toBe(true);
  }
});

test('a git that has written much waits until it is read, and loses nothing', async () => {
  await using repo = await tempRepo({ 'a.ts': line(1) });
  const repository = await openRepository(repo.path);
  await scanHistory(repository);
  const filler = Array.from({ length: 800_000 }, (_, at) => `export const n${at} = 1;\n`).join('');
  await repo.commit('Much', { 'b.ts': filler + line(2) });
  const outset = await askHistory(repository, { begin: true });
  // As long as all else takes.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const scan = await scanHistory(repository, { outset });
  expect(places(scan)).toEqual(['a.ts:1', 'b.ts:800001']);
  expect(scan.gaps).toEqual([]);
});
