import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { parseMessage } from '../src/commit.ts';
import { commitsBetween } from '../src/index.ts';

describe('commitsBetween', () => {
  test('gives the commits of the range, parents first, with all their parts', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    const base = await repo.git('rev-parse', 'HEAD');
    const first = await repo.commit('feat: größer\n\nWhy it is.\n\nTask: ENG-1\nAgent: api', { a: 'b\n' });
    const second = await repo.commit('fix: smaller', { a: 'c\n' });
    const commits = await commitsBetween(repo.path, base, 'HEAD');
    expect(commits).toHaveLength(2);
    expect(commits[0]).toEqual({
      commit: first,
      tree: await repo.git('rev-parse', `${first}^{tree}`),
      parents: [base],
      author: { name: expect.any(String), email: expect.stringContaining('@') },
      time: '2026-01-01T00:02:00.000Z',
      subject: 'feat: größer',
      body: 'Why it is.\n\nTask: ENG-1\nAgent: api',
      trailers: [
        { key: 'Task', value: 'ENG-1' },
        { key: 'Agent', value: 'api' },
      ],
    });
    expect(commits[1]).toMatchObject({ commit: second, subject: 'fix: smaller', body: '', trailers: [] });
  });

  test('is not changed by how the user likes the log', async () => {
    await using repo = await tempRepo({ a: 'a\n' }, { branches: { one: { b: 'b\n' } } });
    for (const [key, value] of [
      ['log.showSignature', 'true'],
      ['log.date', 'relative'],
      ['color.ui', 'always'],
      ['format.pretty', 'oneline'],
    ])
      await repo.git('config', key ?? '', value ?? '');
    expect(await commitsBetween(repo.path, 'main', 'one')).toMatchObject([{ subject: 'Work on one' }]);
    expect(await commitsBetween(repo.path, 'one', 'main')).toEqual([]);
  });

  test('names the revision that is not there', async () => {
    await using repo = await tempRepo();
    await expect(commitsBetween(repo.path, 'main', 'gone')).rejects.toMatchObject({
      code: 'CDEV_E_GIT_UNKNOWN_REVISION',
      details: { revision: 'gone' },
    });
  });
});

describe('parseMessage', () => {
  test('joins a subject of several lines and keeps paragraphs of the body', () => {
    expect(parseMessage('a\nb\n\nc\n\nd\n')).toEqual({ subject: 'a b', body: 'c\n\nd', trailers: [] });
  });

  test('takes no trailers from prose, nor from the subject', () => {
    expect(parseMessage('Task: not a trailer').trailers).toEqual([]);
    expect(parseMessage('a\n\nSee: this\nand that').trailers).toEqual([]);
  });

  test('joins a trailer that goes on in the next line, and keeps one of several words', () => {
    expect(parseMessage('a\n\nb\n\nReviewed-by: A B <a@b>\n  and C').trailers).toEqual([
      { key: 'Reviewed-by', value: 'A B <a@b> and C' },
    ]);
  });
});
