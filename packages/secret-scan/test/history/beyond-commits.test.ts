import { expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { scanHistory } from '../../src/index.ts';
import { line, places, token } from '../secret-line.ts';

const trimmed = (text: string): string => text.trim();

test('the message of a tag, also of one that only another leads to; read once, and gone with its tag', async () => {
  await using repo = await tempRepo({ 'a.ts': '' });
  await repo.git('tag', '-a', 'v1', '-m', `Release\n\nnpm token: ${token(1)}`);
  await repo.git('tag', '-a', 'outer', 'v1', '-m', 'Plain');
  await repo.git('tag', '-d', 'v1');
  await repo.git('tag', '-a', 'v2', '-m', `Release\n\nnpm token: ${token(2)}`);
  const repository = await openRepository(repo.path);
  const first = await scanHistory(repository);
  expect(places(first.findings).toSorted()).toEqual(['(message of tag v1):3', '(message of tag v2):3']);
  expect(first.findings.find(({ path }) => path.includes('v2'))).toMatchObject({
    commit: trimmed(await repo.git('rev-parse', 'v2')),
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  expect((await scanHistory(repository)).findings).toEqual(first.findings);
  await repo.git('tag', '-d', 'outer');
  const second = await scanHistory(repository);
  expect(second).toMatchObject({ commits: 0, discarded: undefined });
  expect(places(second.findings)).toEqual(['(message of tag v2):3']);
});

test('after a revision the tags of what came after it', async () => {
  await using repo = await tempRepo({ 'a.ts': '' });
  await repo.git('tag', '-a', 'old', '-m', token(1));
  const base = trimmed(await repo.git('rev-parse', 'HEAD'));
  await repo.commit('More', { 'b.ts': '' });
  await repo.git('tag', '-a', 'new', '-m', token(2));
  const { findings } = await scanHistory(await openRepository(repo.path), { since: base });
  expect(places(findings)).toEqual(['(message of tag new):1']);
});

test('files and folders that tags lead to, by the name of the tag', async () => {
  await using repo = await tempRepo({ 'a.ts': '' });
  await repo.write({ 'key.txt': line(1), 'folder/a ü.ts': line(2), 'folder/b.ts': line(3) });
  await repo.git('add', '.');
  const tree = trimmed(await repo.git('write-tree'));
  await repo.git('reset', '-q', '--hard');
  await repo.git('tag', 'key', `${tree}:key.txt`);
  await repo.git('tag', '-a', 'files', `${tree}:folder`, '-m', 'Files');
  const { findings, gaps } = await scanHistory(await openRepository(repo.path));
  expect(places(findings).toSorted()).toEqual(['files:a ü.ts:1', 'files:b.ts:1', 'refs/tags/key:1']);
  expect(gaps).toEqual([]);
});

test('what a folder lacks that a tag leads to is told, and the rest is found', async () => {
  await using repo = await tempRepo({ 'a.ts': line(1) });
  const tree = trimmed(await repo.git('mktree', '--missing'));
  await repo.write({ '.git/refs/tags/lost': `${tree.replace(/^./, tree.startsWith('1') ? '2' : '1')}\n` });
  const { findings, gaps } = await scanHistory(await openRepository(repo.path));
  expect(places(findings)).toEqual(['a.ts:1']);
  expect(gaps).not.toEqual([]);
});

test('what another commit was put in the place of, and what a history was cut off from', async () => {
  await using repo = await tempRepo({ 'a.ts': '' });
  const bad = await repo.commit('In', { 'b.ts': line(1) });
  await repo.commit('Out', { 'b.ts': '' });
  await repo.git('replace', bad, trimmed(await repo.git('commit-tree', '-m', 'Clean', `${bad}~1^{tree}`)));
  await repo.commit('Last', { 'c.ts': '' });
  await repo.write({ '.git/info/grafts': await repo.git('rev-parse', 'HEAD') });
  const { findings } = await scanHistory(await openRepository(repo.path));
  expect(findings).toMatchObject([{ path: 'b.ts', commit: bad }]);
});

test('on request what was staged and never committed', async () => {
  await using repo = await tempRepo({ 'a.ts': '' });
  await repo.write({ 'b.ts': line(1) });
  await repo.git('add', '.');
  await repo.git('reset', '-q', '--hard');
  const repository = await openRepository(repo.path);
  expect((await scanHistory(repository)).findings).toEqual([]);
  expect(places((await scanHistory(repository, { unreachable: true })).findings)).toEqual(['(without a name):1']);
});
