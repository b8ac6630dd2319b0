import { expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { renamedFiles } from '../src/index.ts';

const text = 'one\ntwo\nthree\nfour\nfive\n';

test('what was renamed, as it is staged and as it lies there, with what it was', async () => {
  await using repo = await tempRepo({ 'old ü\n.txt': text, 'b.txt': 'b\n' });
  const oid = (await repo.git('rev-parse', 'HEAD:old ü\n.txt')).trim();
  await repo.git('mv', 'old ü\n.txt', 'new.txt');
  const former = new Map([['new.txt', { path: 'old ü\n.txt', oid }]]);
  expect(await renamedFiles(repo.path, 'HEAD', { in: 'index' })).toEqual(former);
  await repo.write({ 'new.txt': `${text}six\n`, 'b.txt': 'c\n' });
  expect(await renamedFiles(repo.path, 'HEAD', { in: 'worktree' })).toEqual(former);
  await repo.write({ 'new.txt': 'other\n' });
  expect(await renamedFiles(repo.path, 'HEAD', { in: 'worktree' })).toEqual(new Map());
});

test('nothing before the first commit', async () => {
  await using repo = await tempRepo({});
  await repo.git('checkout', '-q', '--orphan', 'new');
  await repo.write({ 'a.txt': text });
  await repo.git('add', '.');
  expect(await renamedFiles(repo.path, 'HEAD', { in: 'index' })).toEqual(new Map());
});
