import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { commitsBetween, commitTree, requireCommit } from '../src/index.ts';

const author = { name: 'Zoë', email: 'zoe@example.com' };

describe('commitTree', () => {
  test('makes a commit and moves nothing', async () => {
    await using repo = await tempRepo({ a: 'a\n' }, { branches: { one: { b: 'b\n' } } });
    const head = await repo.git('rev-parse', 'HEAD');
    const options = { tree: 'one', parents: ['main', 'one'], message: 'Größe\n\n# kept', author, committer: author };
    const commit = await commitTree(repo.path, { ...options, time: '2026-05-01T10:00:00Z' });
    const made = (await commitsBetween(repo.path, 'one', commit)).find((found) => found.commit === commit);
    expect(made).toMatchObject({
      parents: [head, await requireCommit(repo.path, 'one')],
      author,
      subject: 'Größe',
      body: '# kept',
      time: '2026-05-01T10:00:00.000Z',
    });
    expect(await repo.git('rev-parse', 'HEAD')).toBe(head);
  });

  test('says what to configure when git does not know who commits', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    await repo.git('config', 'user.useConfigOnly', 'true');
    await repo.git('config', 'user.name', '');
    await expect(commitTree(repo.path, { tree: 'HEAD', parents: [], message: 'x' })).rejects.toMatchObject({
      code: 'CDEV_E_GIT_NO_IDENTITY',
      kind: 'environment',
    });
  });

  test('names the tree or parent that is not there', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    const rest = { message: 'x', author, committer: author };
    for (const wrong of [
      { tree: 'gone', parents: [] },
      { tree: 'HEAD', parents: ['gone'] },
    ])
      await expect(commitTree(repo.path, { ...wrong, ...rest })).rejects.toMatchObject({
        code: 'CDEV_E_GIT_UNKNOWN_REVISION',
        details: { revision: 'gone' },
      });
  });
});
