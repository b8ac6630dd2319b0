import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { execa } from 'execa';
import { findBase } from '../../src/selection/find-base.ts';

const env = {};

describe('findBase', () => {
  test('is where the branch left the default branch of the remote', async () => {
    await using repo = await tempRepo({ 'a.txt': '1' }, { origin: true });
    const start = await repo.git('rev-parse', 'HEAD');
    await repo.git('switch', '--quiet', '-c', 'work');
    await repo.commit('More', { 'b.txt': '' });
    expect(await findBase({ cwd: repo.path, env })).toMatchObject({ name: 'origin/main', commit: start });
  });

  test('follows what the remote calls its default branch, whatever its name', async () => {
    await using repo = await tempRepo({ 'a.txt': '1' }, { origin: true, branches: { release: { 'r.txt': '' } } });
    await repo.git('push', '--quiet', 'origin', 'release:next');
    await repo.git('fetch', '--quiet');
    await repo.git('remote', 'set-head', 'origin', 'next');
    expect(await findBase({ cwd: repo.path, env })).toMatchObject({ name: 'origin/next' });
  });

  test('is the local default branch where there is no remote, in a linked worktree too', async () => {
    await using repo = await tempRepo({ 'a.txt': '1' }, { branches: { work: { 'b.txt': '' } }, worktrees: ['work'] });
    const start = await repo.git('rev-parse', 'main');
    const found = await findBase({ cwd: repo.worktrees['work']?.path ?? '', env });
    expect(found).toMatchObject({ name: 'main', commit: start });
  });

  test('is HEAD on a default branch without a remote: uncommitted changes are what counts', async () => {
    await using repo = await tempRepo({ 'a.txt': '1' }, { branches: { other: {} } });
    expect(await findBase({ cwd: repo.path, env })).toMatchObject({ name: 'HEAD' });
  });

  test('works with a detached HEAD, and takes the branch of the pull request from GitHub', async () => {
    await using repo = await tempRepo({ 'a.txt': '1' }, { origin: true, branches: { next: { 'n.txt': '' } } });
    const next = await repo.git('rev-parse', 'next');
    await repo.git('push', '--quiet', 'origin', 'next');
    await repo.git('checkout', '--quiet', '--detach', 'next');
    await repo.commit('More', { 'b.txt': '' });
    expect(await findBase({ cwd: repo.path, env: { GITHUB_BASE_REF: 'next' } })).toMatchObject({
      name: 'origin/next',
      commit: next,
    });
  });

  test('takes the empty tree before the first commit', async () => {
    await using folder = await tempFolder({ 'a.txt': '' });
    await execa('git', ['init', '--quiet', folder.path]);
    expect(await findBase({ cwd: folder.path, env })).toMatchObject({
      name: 'nothing',
      reason: 'there is no commit yet',
    });
  });

  test('says that a shallow clone cannot tell, and never means everything or nothing', async () => {
    await using repo = await tempRepo({ 'a.txt': '1' }, { origin: true });
    await repo.git('switch', '--quiet', '-c', 'work');
    await repo.commit('One', { 'b.txt': '' });
    await repo.commit('Two', { 'c.txt': '' });
    await repo.git('push', '--quiet', 'origin', 'work');
    await using folder = await tempFolder();
    const clone = `${folder.path}/clone`;
    await execa('git', [
      'clone',
      '--quiet',
      '--depth',
      '1',
      '--no-single-branch',
      '--branch',
      'work',
      `file://${repo.origin}`,
      clone,
    ]);
    await expect(findBase({ cwd: clone, env })).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_BASE_UNKNOWN',
      kind: 'environment',
      steps: expect.arrayContaining(['Fetch the history: git fetch --unshallow']) as unknown,
    });
  });

  test('says which commit it does not know', async () => {
    await using repo = await tempRepo({ 'a.txt': '1' });
    await expect(findBase({ cwd: repo.path, since: 'v9', env })).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_BASE_UNKNOWN',
      message: 'What changed since v9 cannot be told: there is no such commit here',
    });
  });

  test('says that there is no repository, or none with files', async () => {
    await using folder = await tempFolder({ 'a.txt': '' });
    await expect(findBase({ cwd: folder.path, env })).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_NO_REPOSITORY',
    });
    await using bare = await tempRepo({ 'a.txt': '' }, { bare: true });
    await expect(findBase({ cwd: bare.path, env })).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_NO_REPOSITORY',
    });
  });
});
