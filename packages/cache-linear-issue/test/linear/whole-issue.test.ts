import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeLinear, type FakeLinear } from '@cdev/test-kit';
import { linearClient, type LinearClient } from '../../src/linear/linear-client.ts';
import { linearService } from '../../src/linear/linear-service.ts';

let linear: FakeLinear;
let ask: LinearClient;
beforeEach(async () => {
  linear = await fakeLinear();
  ask = linearClient(linear.env, {
    timeLimit: 20_000,
    maxWait: 0,
    signal: new AbortController().signal,
    clock: () => new Date(),
    onWait: () => {},
  });
});
afterEach(() => linear.close());

function fetchIssue(id: string) {
  return linearService(ask, () => new Date('2026-01-01T00:00:00Z')).fetch({ source: 'linear', id }, undefined);
}

describe('an issue of Linear', () => {
  test('comes with all it is asked for', async () => {
    linear.put({
      identifier: 'ENG-1',
      title: 'Log in',
      description: 'Text',
      estimate: 5,
      priority: 1,
      project: { name: 'Sign-in' },
      cycle: { number: 3, name: 'March' },
      assignee: { name: 'Ada Lovelace', displayName: 'ada' },
      parent: { identifier: 'ENG-0', title: 'Accounts' },
      labels: [{ name: 'auth' }],
      children: [{ identifier: 'ENG-2', title: 'Form' }],
      relations: [{ type: 'blocks', relatedIssue: { identifier: 'ENG-3', title: 'Launch' } }],
      inverseRelations: [{ type: 'blocks', issue: { identifier: 'ENG-4', title: 'Keys' } }],
      comments: [
        { id: 'c1', body: 'Yes', createdAt: '2026-01-01T00:00:00.000Z', user: { name: 'Bo', displayName: 'bo' } },
      ],
      attachments: [{ title: 'Drawing', url: 'https://example.org/a', sourceType: 'figma' }],
    });
    expect(await fetchIssue('ENG-1')).toMatchObject({
      id: 'ENG-1',
      url: 'https://linear.app/example/issue/ENG-1/some-words',
      description: 'Text',
      estimate: 5,
      priority: 'urgent',
      project: 'Sign-in',
      cycle: 'March',
      team: 'ENG',
      assignee: 'ada',
      state: 'Todo',
      parent: { id: 'ENG-0' },
      labels: ['auth'],
      children: [{ id: 'ENG-2', title: 'Form' }],
      relations: [
        { type: 'blocks', id: 'ENG-3' },
        { type: 'blocked by', id: 'ENG-4' },
      ],
      comments: [{ author: 'bo', body: 'Yes', id: 'c1' }],
      attachments: [{ title: 'Drawing', url: 'https://example.org/a', sourceType: 'figma' }],
      branchName: 'ada/eng-1-some-words',
    });
    expect(linear.requests).toHaveLength(1);
    expect(linear.requests[0]?.complexity).toBeLessThan(300);
  });

  test('comes with all pages of its lists', async () => {
    const comments = Array.from({ length: 135 }, (_, index) => ({
      id: `c${index}`,
      body: `Comment ${index}`,
      createdAt: new Date(index * 1000).toISOString(),
    }));
    const labels = Array.from({ length: 21 }, (_, index) => ({ name: `label ${String(index).padStart(2, '0')}` }));
    linear.put({ identifier: 'ENG-1', title: 'Long', comments, labels });
    const issue = await fetchIssue('ENG-1');
    expect(issue.comments.map(({ body }) => body)).toEqual(comments.map(({ body }) => body));
    expect(issue.labels).toEqual(labels.map(({ name }) => name));
    expect(linear.requests.map(({ operation }) => operation)).toEqual(['Issue', 'List', 'List', 'List', 'List']);
  });

  test('whose list goes on without saying where is refused, not asked for without end', async () => {
    const page = { nodes: [{ name: 'a' }], pageInfo: { hasNextPage: true, endCursor: null } };
    linear.script({ body: { data: { issue: { id: 'u', identifier: 'ENG-1', title: 'A', labels: page } } } });
    await expect(fetchIssue('ENG-1')).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED',
      message: expect.stringContaining('"labels" goes on and does not say where'),
    });
  });

  test.each([
    [{ issue: [] }, 'the issue is no mapping'],
    [{ issue: { identifier: 'ENG-1' } }, '"title" is missing'],
    [{ issue: { identifier: 'ENG-1', title: 'A', comments: { nodes: 'many' } } }, '"comments" is no list'],
  ])('%j is no issue', async (data, problem) => {
    linear.script({ body: { data } });
    await expect(fetchIssue('ENG-1')).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED',
      message: expect.stringContaining(problem),
    });
  });
});
