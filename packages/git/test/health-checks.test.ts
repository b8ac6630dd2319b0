import { expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { checkGit, checkIdentity, checkRepository } from '../src/index.ts';

test('inside a repository all is well, and each says what it found', async () => {
  await using repository = await tempRepo({ 'a.txt': 'a\n' });
  expect(await checkGit(repository.path)).toMatchObject({ status: 'ok', detail: expect.stringMatching(/^\d+\.\d+/) });
  expect(await checkRepository(repository.path)).toEqual({
    title: 'repository',
    status: 'ok',
    detail: repository.path,
  });
  expect(await checkIdentity(repository.path)).toMatchObject({ status: 'ok', detail: 'Ada Tester <ada@example.org>' });
});

test('outside of one nothing was tried, and that is said with what to do', async () => {
  await using folder = await tempFolder();
  expect(await checkRepository(folder.path)).toMatchObject({ status: 'not-run', fix: expect.any(String) });
});

test('who has no name is told how to get one', async () => {
  await using repository = await tempRepo({ 'a.txt': 'a\n' });
  await repository.git('config', 'user.name', '');
  expect(await checkIdentity(repository.path)).toMatchObject({
    status: 'failed',
    fix: expect.stringContaining('user.email'),
  });
});
