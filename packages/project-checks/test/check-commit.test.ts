import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { silentLog } from '@cdev/core/log';
import { openRepository, resolveTree } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { closeBench, openBench } from '@cdev/workspace';
import { checkCommit } from '../src/index.ts';

test('a commit is checked on its own files, each check on them as they were, and what passed is not run again', async () => {
  await using repo = await tempRepo({ 'a.txt': 'as committed\n' });
  const repository = await openRepository(repo.path);
  const commit = await repo.git('rev-parse', 'HEAD');
  await repo.write({ 'a.txt': 'changed since\n' });
  const path = join(repo.path, '..', 'bench');
  const place = { repository, path, branch: 'bench', snapshotRef: 'refs/cdev/snapshots/bench/' };
  const { signal } = new AbortController();
  const unchanged = 'test "$(cat a.txt)" = "as committed"';
  const options = {
    repository,
    commit,
    tree: await resolveTree(repository, commit),
    checks: [
      { name: 'spoils', command: `${unchanged} && echo spoilt > a.txt` },
      { name: 'sees', command: `${unchanged} && test -e made-once` },
    ],
    logFolder: join(repo.path, '..', 'logs'),
    setup: ['test ! -e made-once && touch made-once'],
    signal,
    log: silentLog,
  };
  const runs = await checkCommit({ ...options, bench: () => openBench(place, { start: commit, signal }) });
  expect(runs.map(({ name, status, cached }) => [name, status, cached])).toEqual([
    ['spoils', 'passed', false],
    ['sees', 'passed', false],
  ]);
  expect(await closeBench(place)).toBe('removed');
  expect(existsSync(path)).toBe(false);
  expect(await repo.git('branch', '--list', 'bench')).toBe('');
  const again = await checkCommit({ ...options, bench: () => Promise.reject(new Error('nothing is to be run')) });
  expect(again.map(({ status, cached }) => [status, cached])).toEqual([
    ['passed', true],
    ['passed', true],
  ]);
});
