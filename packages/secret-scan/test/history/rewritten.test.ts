import { expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { scanHistory } from '../../src/index.ts';
import { line, places } from '../secret-line.ts';

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

test('a secret is found in the one commit that several were made of, though nothing was new in the last of them', async () => {
  await using repo = await tempRepo({ 'base.ts': '' });
  const rest = Array.from({ length: 20 }, (_, at) => `// ${at}\n`).join('');
  await repo.commit('In', { 'a.ts': line(1) + rest, 'b.ts': rest });
  await repo.commit('More', { 'a.ts': `${line(1)}${rest}// more\n`, 'b.ts': `${rest}// more\n` });
  await repo.commit('Less', { 'a.ts': line(1) + rest.slice(0, -10), 'b.ts': rest.slice(0, -10) });
  await repo.branch('copy', { 'c.ts': '' });
  const repository = await openRepository(repo.path);
  expect(places((await scanHistory(repository)).findings)).toEqual(['a.ts:1']);
  await repo.git('reset', '-q', '--soft', 'HEAD~3');
  await repo.git('commit', '-q', '-m', 'Squashed');
  await repo.git('branch', '-q', '-D', 'copy');
  const squashed = await scanHistory(repository);
  expect(squashed.findings).toMatchObject([
    { path: 'a.ts', line: 1, commit: (await repo.git('rev-parse', 'HEAD')).trim() },
  ]);
  // Of the other file it is known, step by step, that nothing is in it.
  expect(squashed).toMatchObject({ commits: 1, files: 1, rememberedFiles: 1 });
});

test('a version is not taken for clean for what stands in a circle of changes', async () => {
  await using repo = await tempRepo({ 'a.ts': line(1) });
  for (const text of ['// one', '// two', '// one', '// two'])
    await repo.commit(text, { 'a.ts': `${line(1)}\n\n\n\n\n\n${text}\n` });
  const repository = await openRepository(repo.path);
  await scanHistory(repository, { since: 'HEAD~3' });
  await repo.git('reset', '-q', '--soft', 'HEAD~4');
  await repo.git('commit', '-q', '--amend', '-m', 'Anew');
  expect(places((await scanHistory(repository)).findings)).toEqual(['a.ts:1']);
});
