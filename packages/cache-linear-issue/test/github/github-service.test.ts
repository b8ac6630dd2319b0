import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Issue } from '@cdev/issue';
import { fakeGithub, fakeGithubToken, type FakeAnswer, type FakeGithub } from '@cdev/test-kit';
import { githubService } from '../../src/github/github-service.ts';

let github: FakeGithub;
beforeEach(async () => {
  github = await fakeGithub();
  github.put('owner/repo', {
    number: 12,
    title: 'Log in',
    body: 'Text',
    labels: ['web'],
    assignees: ['ada'],
    milestone: 'Sign-in',
    comments: [{ author: 'bo', body: 'Yes' }],
    subIssues: [13],
    parent: 10,
    blockedBy: [7],
    blocking: [20],
  });
  github.put('owner/repo', ...[7, 10, 13, 20].map((number) => ({ number, title: `Issue ${number}` })));
});
afterEach(() => github.close());

function fetchIssue(known?: Issue, env: Record<string, string> = {}) {
  const patience = {
    timeLimit: 20_000,
    maxWait: 0,
    signal: new AbortController().signal,
    clock: () => new Date('2026-01-01T00:00:00Z'),
    onWait: () => {},
  };
  const service = githubService({ ...github.env, ...env }, patience);
  return service.fetch({ source: 'github', id: 'owner/repo#12' }, known);
}

describe('an issue of GitHub', () => {
  test('comes with comments, sub-issues, parent and dependencies', async () => {
    expect(await fetchIssue()).toMatchObject({
      source: 'github',
      id: 'owner/repo#12',
      title: 'Log in',
      description: 'Text',
      state: 'open',
      labels: ['web'],
      assignee: 'ada',
      project: 'Sign-in',
      parent: { id: 'owner/repo#10', title: 'Issue 10' },
      children: [{ id: 'owner/repo#13', title: 'Issue 13' }],
      relations: [
        { type: 'blocked by', id: 'owner/repo#7' },
        { type: 'blocks', id: 'owner/repo#20' },
      ],
      comments: [{ author: 'bo', body: 'Yes' }],
      fetchedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(github.requests[0]?.headers['authorization']).toBeUndefined();
  });

  test('asks for nothing that the issue has not', async () => {
    github.put('owner/repo', { number: 12, title: 'Bare' });
    await fetchIssue();
    expect(github.requests.map(({ path }) => path)).toEqual(['/repos/owner/repo/issues/12']);
  });

  test('comes with all pages of its comments', async () => {
    const comments = Array.from({ length: 230 }, (_, index) => ({ author: 'bo', body: `Comment ${index}` }));
    github.put('owner/repo', { number: 12, title: 'Long', comments });
    expect((await fetchIssue()).comments.map(({ body }) => body)).toEqual(comments.map(({ body }) => body));
  });

  test('is not sent again when nothing has changed, and is the same then', async () => {
    const first = await fetchIssue();
    const asked = github.requests.length;
    const second = await fetchIssue(first);
    expect(second).toEqual(first);
    const again = github.requests.slice(asked);
    expect(again).toHaveLength(asked);
    expect(again.every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true);
  });

  test('takes a new comment together with what has not changed', async () => {
    const first = await fetchIssue();
    github.put('owner/repo', { number: 12, title: 'Log in', comments: [{ author: 'cy', body: 'No' }] });
    expect((await fetchIssue(first)).comments).toMatchObject([{ author: 'cy', body: 'No' }]);
  });

  test('sends a token when there is one', async () => {
    await fetchIssue(undefined, { GH_TOKEN: fakeGithubToken });
    expect(github.requests[0]?.headers['authorization']).toBe(`Bearer ${fakeGithubToken}`);
  });

  test('does not follow an address to another place', async () => {
    const issue = { title: 'A', number: 12, comments: 1, parent_issue_url: 'http://127.0.0.1:1/repos/a/b/issues/1' };
    github.script(
      { body: issue },
      { body: [{ id: 1, body: 'Yes' }], headers: { link: '<http://127.0.0.1:1/next>; rel="next"' } },
    );
    const { comments, parent } = await fetchIssue();
    expect([comments.length, parent]).toEqual([1, undefined]);
  });

  test.each<[FakeAnswer, string, string]>([
    [{ status: 404, body: { message: 'Not Found' } }, 'NOT_FOUND', 'GitHub knows no issue owner/repo#12'],
    [{ status: 410 }, 'NOT_FOUND', 'GitHub knows no issue'],
    [{ status: 401, body: { message: 'Bad' } }, 'KEY_REFUSED', 'GitHub does not accept the key in GITHUB_TOKEN'],
    [{ status: 403, body: { message: 'SSO needed' } }, 'FORBIDDEN', 'GitHub refuses access: SSO needed'],
    [
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225660' } },
      'RATE_LIMITED',
      'GitHub wants no more requests until 2026-01-01T00:01:00.000Z',
    ],
    [{ status: 403, headers: { 'retry-after': '60' } }, 'RATE_LIMITED', 'until 2026-01-01T00:01:00.000Z'],
    [{ status: 429 }, 'RATE_LIMITED', 'GitHub wants no more requests'],
    [{ status: 422, body: { message: 'Validation failed' } }, 'QUERY_REFUSED', 'Validation failed'],
    [{ status: 502, body: 'x' }, 'SERVICE_FAILED', 'GitHub answered with status 502'],
    [{ status: 200, body: '<html>' }, 'ANSWER_MALFORMED', 'it is no JSON'],
    [{ status: 200, body: 'null' }, 'ANSWER_MALFORMED', 'must be a mapping, not null'],
    [{ status: 200, body: { number: 12 } }, 'ANSWER_MALFORMED', '"title" is missing'],
    [{ status: 418, body: {} }, 'ANSWER_MALFORMED', 'status 418'],
    [{ status: 304 }, 'ANSWER_MALFORMED', 'nothing has changed since a time that is not known'],
  ])('%j has an error of its own', async (answer, code, message) => {
    github.script(answer);
    await expect(fetchIssue()).rejects.toMatchObject({
      code: `CDEV_E_CACHE_ISSUE_${code}`,
      message: expect.stringContaining(message),
    });
  });

  test('whose pages go in a circle is refused', async () => {
    const path = '/repos/owner/repo/issues/12/comments?per_page=100';
    github.script(undefined, undefined, { body: [], headers: { link: `<${github.url}${path}>; rel="next"` } });
    await expect(fetchIssue()).rejects.toMatchObject({ code: 'CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED' });
  });
});
