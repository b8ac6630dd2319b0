import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { forgetDecisions, learnMerges, mergeBranches, openMemory } from '../../src/index.ts';

const limit = (text: string) => `export const limit = ${text};\n`;
const [one, other, both] = [limit('f()'), limit('["b"]'), limit('f(["b"])')];

async function mergedByHand(): Promise<TempRepo> {
  const repo = await tempRepo(
    { 'a.ts': limit('1'), 'b.ts': limit('1') },
    { branches: { topic: { 'a.ts': other }, left: { 'b.ts': other }, right: { 'b.ts': one } } },
  );
  await repo.commit('Ours', { 'a.ts': one });
  await repo.git('merge', 'topic').catch(() => {});
  await repo.commit('Together', { 'a.ts': both });
  return repo;
}

test('a merge that somebody resolved and committed decides the same conflict elsewhere', async () => {
  await using repo = await mergedByHand();
  const repository = await openRepository(repo.path);
  const sides = { cwd: repository, ours: 'left', theirs: 'right' };
  expect((await mergeBranches(sides)).conflicts).toHaveLength(1);
  expect(await learnMerges(repository)).toBe(1);
  expect(await learnMerges(repository)).toBe(0);
  const merged = await mergeBranches({ ...sides, memory: openMemory(repository.commonDir), atLeast: 'likely' });
  const commit = await repo.git('rev-parse', 'main');
  expect(merged.conflicts).toEqual([]);
  expect(merged.resolved[0]).toMatchObject({ path: 'b.ts', rule: 'memory', content: Buffer.from(both) });
  expect(merged.resolved[0]?.resolutions[0]?.reason).toContain(`commit ${commit.slice(0, 9)} (a.ts)`);
  expect(await readFile(join(repo.path, 'b.ts'), 'utf8')).toBe(limit('1'));

  await forgetDecisions(repository.commonDir);
  expect(await learnMerges(repository)).toBe(0);
  expect((await mergeBranches({ ...sides, memory: openMemory(repository.commonDir) })).conflicts).toHaveLength(1);
});

test('learns nothing of what a merge queue only tries in its worktrees', async () => {
  await using repo = await mergedByHand();
  const repository = await openRepository(repo.path);
  await repo.git('branch', '-m', 'main', 'cdev/plan/_integration-2');
  expect(await learnMerges(repository)).toBe(0);
  await repo.git('branch', '-m', 'cdev/plan/_integration-2', 'main');
  expect(await learnMerges(repository)).toBe(1);
});

test('learns nothing of merges that git or the rules can make alone, nor in an empty repository', async () => {
  await using repo = await tempRepo({ 'a.ts': limit('1') }, { branches: { topic: { 'b.ts': other } } });
  await repo.commit('Ours', { 'a.ts': one });
  await repo.git('merge', '-q', '--no-edit', 'topic');
  expect(await learnMerges(await openRepository(repo.path))).toBe(0);
  await repo.git('checkout', '-q', '--orphan', 'fresh');
  await repo.git('branch', '-D', 'main', 'topic');
  expect(await learnMerges(await openRepository(repo.path))).toBe(0);
});
