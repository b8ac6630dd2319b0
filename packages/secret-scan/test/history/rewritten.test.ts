import { expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { fillExample } from '@cdev/secret-rules';
import { tempRepo } from '@cdev/test-kit';
import { scanHistory } from '../../src/index.ts';

const line = (seed: number): string => `export const token = '${fillExample('npm_{a62:36}', seed)}';\n`;
const places = (findings: readonly { path: string; line: number }[]): string[] =>
  findings.map(({ path, line: at }) => `${path}:${at}`);

test('what was rewritten is forgotten, though it was remembered; what else has it is told then', async () => {
  await using repo = await tempRepo({ 'base.ts': '' });
  await repo.branch('side', { 'a.ts': line(1) });
  await repo.commit('Oops', { 'a.ts': `\n${line(1)}`, 'b.ts': line(2) });
  const repository = await openRepository(repo.path);
  expect(places((await scanHistory(repository)).findings).sort()).toEqual([expect.stringMatching(/^a.ts:/), 'b.ts:1']);
  await repo.git('reset', '-q', '--hard', 'HEAD~1');
  await repo.commit('Better', { 'c.ts': '' });
  const after = await scanHistory(repository);
  expect(after).toMatchObject({ commits: 1 });
  expect(places(after.findings)).toEqual(['a.ts:1']);
  await repo.git('reflog', 'expire', '--expire=now', '--all');
  await repo.git('gc', '-q', '--prune=now');
  expect(places((await scanHistory(repository)).findings)).toEqual(['a.ts:1']);
});

test('tips that were collected since end nothing: what leads to the new ones is read', async () => {
  await using repo = await tempRepo({ 'base.ts': line(3) });
  await repo.commit('Oops', { 'b.ts': line(2) });
  const repository = await openRepository(repo.path);
  expect((await scanHistory(repository)).findings).toHaveLength(2);
  // All commits are made anew, as by who takes a file out of a history.
  await repo.git('checkout', '-q', '--orphan', 'anew');
  await repo.git('rm', '-q', '-f', 'b.ts');
  await repo.git('commit', '-q', '-m', 'Anew');
  await repo.git('branch', '-q', '-D', 'main');
  await repo.git('reflog', 'expire', '--expire=now', '--all');
  await repo.git('gc', '-q', '--prune=now');
  const after = await scanHistory(repository);
  expect(after).toMatchObject({ commits: 1, rememberedCommits: 0, gaps: [] });
  expect(places(after.findings)).toEqual(['base.ts:1']);
  expect(await scanHistory(repository)).toMatchObject({ commits: 0, gaps: [] });
});
