import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeService, type FakeAnswer, type FakeService } from '@cdev/test-kit';
import { openGithub, type GithubPatience, type GithubRequest } from '@cdev/github-api';

const token = 'ghp_verysecret0123456789abcdefghijklmnopq';
const now = new Date('2026-01-01T00:00:00Z');

let service: FakeService;
let waits: string[];
beforeEach(async () => {
  service = await fakeService(() => ({ body: { fine: true } }));
  waits = [];
});
afterEach(() => service.close());

function github(changes: Partial<GithubPatience> = {}, url = service.url) {
  const patience: GithubPatience = {
    signal: new AbortController().signal,
    maxWait: 10_000,
    clock: () => now,
    onWait: (text) => void waits.push(text),
    firstDelay: 5,
    ...changes,
  };
  return openGithub({ url, token, tokenFrom: 'GITHUB_TOKEN' }, patience);
}

const question: GithubRequest = { path: '/repos/a/b', what: 'the repository' };
const change: GithubRequest = {
  method: 'POST',
  path: '/repos/a/b/releases',
  what: 'the release',
  body: { tag_name: 'v1' },
};

async function allOf(pages: AsyncIterable<readonly unknown[]>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

describe('what is asked', () => {
  test('carries the token, the version of the API and JSON; an answer without content is none', async () => {
    expect(await github().ask(change)).toEqual({ fine: true });
    expect(service.requests[0]).toMatchObject({
      method: 'POST',
      path: '/repos/a/b/releases',
      body: '{"tag_name":"v1"}',
      headers: {
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
        'content-type': 'application/json',
      },
    });
    service.script({ status: 204, body: '' });
    expect(await github().ask({ method: 'DELETE', path: '/x' })).toBeUndefined();
  });

  test('is at the address of the server: GitHub Enterprise has its API below a path', async () => {
    await github({}, `${service.url}/api/v3`).ask(question);
    expect(service.requests[0]?.path).toBe('/api/v3/repos/a/b');
  });

  test('as bytes goes to the address that GitHub gives for uploads, and nowhere else', async () => {
    const bytes = Buffer.from([0, 1, 2, 255]);
    await github().ask({ method: 'POST', path: `${service.url}/uploads?name=a`, body: bytes });
    expect(service.requests[0]?.bytes).toEqual(bytes);
    await expect(
      github().ask({ method: 'POST', path: 'http://127.0.0.1:1/uploads', body: bytes }),
    ).rejects.toMatchObject({
      code: 'CDEV_E_GITHUB_ANSWER_MALFORMED',
      message: expect.stringContaining('127.0.0.1:1'),
    });
  });

  test('follows a repository that was renamed with the same method, never to another host', async () => {
    service.script({ status: 307, headers: { location: `${service.url}/repositories/1/releases` } });
    await github().ask(change);
    expect(service.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /repos/a/b/releases',
      'POST /repositories/1/releases',
    ]);
    service.script({ status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } });
    await expect(github().ask(question)).rejects.toMatchObject({ code: 'CDEV_E_GITHUB_ANSWER_MALFORMED' });
  });

  test('a list comes in pages, until its end or until enough is seen', async () => {
    const link = { link: `<${service.url}/list?page=2>; rel="next", <${service.url}/list?page=9>; rel="last"` };
    service.script({ body: [1, 2], headers: link }, { body: [3] });
    const pages: unknown[] = [];
    for await (const page of github().pages({ path: '/list' })) pages.push(page);
    expect(pages).toEqual([[1, 2], [3]]);
    service.script({ body: [1], headers: { link: `<${service.url}/list>; rel="next"` } });
    await expect(allOf(github().pages({ path: '/list' }))).rejects.toMatchObject({
      code: 'CDEV_E_GITHUB_ANSWER_MALFORMED',
      message: expect.stringContaining('in a circle'),
    });
    service.script({ body: [1], headers: { link: '<http://127.0.0.1:1/list>; rel="next"' } });
    expect(await allOf(github().pages({ path: '/list' }))).toEqual([[1]]);
    service.script({ body: { not: 'a list' } });
    await expect(allOf(github().pages({ path: '/list' }))).rejects.toThrow('it is no list');
  });
});

describe('an answer that refuses has a code of its own', () => {
  test.each<[FakeAnswer, string, string]>([
    [
      { status: 401, body: { message: 'Bad credentials' } },
      'TOKEN_REFUSED',
      'the token of GITHUB_TOKEN: Bad credentials',
    ],
    [{ status: 403, body: { message: 'Resource not accessible by integration' } }, 'FORBIDDEN', 'not accessible'],
    [{ status: 404, body: { message: 'Not Found' } }, 'NOT_FOUND', 'GitHub answered 404 to the repository'],
    [{ status: 410 }, 'NOT_FOUND', 'GitHub answered 410'],
    [
      {
        status: 422,
        body: {
          message: 'Validation Failed',
          errors: [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }],
        },
      },
      'REFUSED',
      'GitHub answered 422 to the repository: Validation Failed: Release.tag_name already_exists',
    ],
    [{ status: 200, body: '<html>' }, 'ANSWER_MALFORMED', 'it is no JSON'],
    [{ status: 403, body: { message: `who sent ${token}` } }, 'FORBIDDEN', 'who sent'],
  ])('%j', async (answer, code, message) => {
    service.script(answer);
    const failure: unknown = await github()
      .ask(question)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: `CDEV_E_GITHUB_${code}`, message: expect.stringContaining(message) });
    expect(JSON.stringify([failure, (failure as Error).message, (failure as Error).stack])).not.toContain('verysecret');
    expect(service.requests).toHaveLength(1);
  });

  test('404 is an answer to those who asked whether it is there, and 304 to those who have it', async () => {
    service.script({ status: 404 }, { status: 304 });
    expect(await github().find(question)).toBeUndefined();
    expect(await github().answer({ ...question, etag: '"a"' })).toMatchObject({ status: 304 });
    expect(service.requests[1]?.headers['if-none-match']).toBe('"a"');
  });
});

describe('limits', () => {
  const inFiftyMs = String(now.getTime() / 1000 + 0.05);

  test.each<FakeAnswer>([
    { status: 429, headers: { 'retry-after': '0.05' } },
    { status: 403, headers: { 'retry-after': '0.05' }, body: { message: 'You have exceeded a secondary rate limit' } },
    { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inFiftyMs } },
    { status: 429, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inFiftyMs } },
  ])('%j is waited for, of what changes something too', async (answer) => {
    service.script(answer);
    expect(await github().ask(change)).toEqual({ fine: true });
    expect(waits).toEqual([
      'GitHub: waiting 50 ms (GitHub wants no more requests until 2026-01-01T00:00:00.050Z (the release))',
    ]);
  });

  test.each<[FakeAnswer, string]>([
    [{ status: 429, headers: { 'retry-after': '1800' } }, '2026-01-01T00:30:00.000Z'],
    [{ status: 429, headers: { 'retry-after': 'Thu, 01 Jan 2026 01:00:00 GMT' } }, '2026-01-01T01:00:00.000Z'],
    [{ status: 403, body: { message: 'You have exceeded a secondary rate limit.' } }, '2026-01-01T00:01:00.000Z'],
    [{ status: 429 }, '2026-01-01T00:01:00.000Z'],
  ])('%j is not waited for longer than it may be, and told', async (answer, until) => {
    service.script(answer);
    await expect(github().ask(question)).rejects.toMatchObject({
      code: 'CDEV_E_GITHUB_RATE_LIMITED',
      message: `GitHub wants no more requests until ${until} (the repository)`,
      details: { until },
    });
    expect(service.requests).toHaveLength(1);
  });

  test('an interruption ends the wait', async () => {
    service.script({ status: 429, headers: { 'retry-after': '9' } });
    const abort = new AbortController();
    const onWait = (): void => void setTimeout(() => abort.abort(), 5);
    await expect(github({ signal: abort.signal, onWait }).ask(question)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('failures', () => {
  test('of the service and of the connection pass: questions are asked again, four times at most', async () => {
    service.script({ status: 502 }, { fault: 'cut', body: 'x'.repeat(100) }, { status: 503 });
    expect(await github().ask(question)).toEqual({ fine: true });
    expect(waits).toHaveLength(3);
    service.script(...Array.from({ length: 5 }, () => ({ status: 500 })));
    await expect(github().ask(question)).rejects.toMatchObject({
      code: 'CDEV_E_GITHUB_FAILING',
      details: { status: '500' },
    });
    expect(service.requests).toHaveLength(8);
  });

  test('of what changes something are not tried again, for it may have been done', async () => {
    service.script({ status: 502 });
    await expect(github().ask(change)).rejects.toMatchObject({ code: 'CDEV_E_GITHUB_FAILING' });
    service.script({ fault: 'cut', body: 'x'.repeat(100) });
    await expect(github().ask(change)).rejects.toMatchObject({ code: 'CDEV_E_GITHUB_UNREACHABLE' });
    expect(service.requests).toHaveLength(2);
  });

  test('an answer that does not come is timed out; a place where nobody listens is told by its reason', async () => {
    service.script({ fault: 'hang' });
    await expect(github({ timeLimit: 50, maxWait: 0 }).ask(question)).rejects.toMatchObject({
      code: 'CDEV_E_GITHUB_TIMED_OUT',
      message: 'GitHub did not answer the repository within 50 ms',
    });
    const closed = await fakeService(() => ({}));
    await closed.close();
    await expect(github({}, closed.url).ask(change)).rejects.toMatchObject({
      code: 'CDEV_E_GITHUB_UNREACHABLE',
      message: 'GitHub could not be asked for the release: it refuses the connection (ECONNREFUSED)',
    });
    // Nothing was sent, so that also a change is tried again.
    expect(waits).toHaveLength(3);
  });
});
