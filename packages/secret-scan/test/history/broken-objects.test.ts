import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { scanHistory } from '../../src/index.ts';
import { line, places } from '../secret-line.ts';

/** Breaks what a revision names. @returns its id */
async function spoil(repo: TempRepo, revision: string): Promise<string> {
  const id = (await repo.git('rev-parse', revision)).trim();
  const object = join(repo.path, '.git/objects', id.slice(0, 2), id.slice(2));
  await chmod(object, 0o644);
  await writeFile(object, 'broken');
  return id;
}

/** Six commits, each with a file of its own: the first has `f0.ts`. */
async function sixCommits(): Promise<TempRepo> {
  const repo = await tempRepo({ 'f0.ts': line(0) });
  for (let at = 1; at < 6; at += 1) await repo.commit(`Commit ${at}`, { [`f${at}.ts`]: line(at) });
  return repo;
}

const found = ({ findings }: { findings: readonly { path: string; line: number }[] }): string[] =>
  places(findings).toSorted();

describe('what is broken in a history hides no more than itself', () => {
  test.each([1, 2, 4])('files of two commits, read by %d gits', async (gits) => {
    await using repo = await sixCommits();
    const lost = await spoil(repo, 'HEAD~1:f4.ts');
    await spoil(repo, 'HEAD~4:f1.ts');
    const repository = await openRepository(repo.path);
    const counts: number[] = [];
    const scan = await scanHistory(repository, { gits, onProgress: (count) => counts.push(count) });
    expect(found(scan)).toEqual(['f0.ts:1', 'f2.ts:1', 'f3.ts:1', 'f5.ts:1']);
    expect(scan.commits).toBe(6);
    expect(counts.at(-1)).toBe(6);
    expect(scan.gaps.join()).toContain(`unable to read ${lost}`);
    expect(scan.gaps.join()).toContain('git fsck');
    // It is not remembered as a whole.
    expect(await scanHistory(repository, { gits })).toMatchObject({ commits: 6, gaps: scan.gaps });
  });

  test('a folder, of which git tells before it tells of the commit', async () => {
    await using repo = await sixCommits();
    await repo.commit('Folder', { 'folder/a.ts': line(6) });
    await repo.commit('Last', { 'folder/a.ts': line(7) });
    await spoil(repo, 'HEAD:folder');
    const scan = await scanHistory(await openRepository(repo.path));
    expect(found(scan)).toEqual(expect.arrayContaining(['f0.ts:1', 'f5.ts:1', 'folder/a.ts:1']));
    expect(scan.gaps).toEqual([expect.stringMatching(/^A commit was not read to its end: git log failed: /)]);
  });

  test('a commit that is not there: what stands before it is told not to be read', async () => {
    await using repo = await sixCommits();
    const id = (await repo.git('rev-parse', 'HEAD~3')).trim();
    await rm(join(repo.path, '.git/objects', id.slice(0, 2), id.slice(2)));
    const scan = await scanHistory(await openRepository(repo.path));
    expect(found(scan)).toEqual(expect.arrayContaining(['f5.ts:1']));
    expect(scan.gaps).toEqual([expect.stringMatching(/what stands before that commit was not read$/)]);
  });

  test('a setting that git does not take: it is told once', async () => {
    await using repo = await sixCommits();
    await repo.git('config', 'diff.context', 'abc');
    const scan = await scanHistory(await openRepository(repo.path));
    expect(scan).toMatchObject({ commits: 0, findings: [] });
    expect(scan.gaps).toEqual([expect.stringMatching(/diff\.context.*was not read$/s)]);
  });
});
