import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeLinear, type FakeAnswer, type FakeLinear } from '@cdev/test-kit';
import type { Patience } from '../../src/http/send.ts';
import { linearClient } from '../../src/linear/linear-client.ts';
import { viewerQuery } from '../../src/linear/linear-queries.ts';

let linear: FakeLinear;
beforeEach(async () => {
  linear = await fakeLinear();
});
afterEach(() => linear.close());

const patience: Patience = {
  timeLimit: 20_000,
  maxWait: 0,
  signal: new AbortController().signal,
  clock: () => new Date('2026-01-01T00:00:00Z'),
  onWait: () => {},
};

function ask(env: Record<string, string> = {}, changes: Partial<Patience> = {}) {
  return linearClient({ ...linear.env, ...env }, { ...patience, ...changes })(viewerQuery);
}

function problem(message: string, extensions: object = {}): { errors: object[] } {
  return { errors: [{ message, extensions }] };
}

describe('asking Linear', () => {
  test('gives the data', async () => {
    expect(await ask()).toEqual({ viewer: { id: 'user-1' } });
  });

  test('sends a personal key alone and a token of OAuth with its scheme', async () => {
    await ask();
    await ask({ LINEAR_API_KEY: 'lin_oauth_0123456789abcdef' }).catch(() => {});
    expect(linear.requests.map(({ headers }) => headers['authorization'])).toEqual([
      linear.env.LINEAR_API_KEY,
      'Bearer lin_oauth_0123456789abcdef',
    ]);
  });

  test.each<[FakeAnswer, string, string]>([
    [{ status: 401 }, 'KEY_REFUSED', 'Linear does not accept the key in LINEAR_API_KEY'],
    [{ status: 400, body: problem('no', { code: 'AUTHENTICATION_ERROR' }) }, 'KEY_REFUSED', 'Linear does not accept'],
    [{ status: 403, body: problem('Not for you') }, 'FORBIDDEN', 'Linear refuses access: Not for you'],
    [{ status: 403, body: 'x' }, 'FORBIDDEN', 'Linear refuses access'],
    [{ status: 429 }, 'RATE_LIMITED', 'Linear wants no more requests'],
    [
      {
        status: 400,
        headers: { 'x-ratelimit-requests-remaining': '0', 'x-ratelimit-requests-reset': '1767225720000' },
        body: problem('Rate limit exceeded', { code: 'RATELIMITED' }),
      },
      'RATE_LIMITED',
      'Linear wants no more requests until 2026-01-01T00:02:00.000Z',
    ],
    [{ status: 500, body: 'oh' }, 'SERVICE_FAILED', 'Linear answered with status 500'],
    [
      { status: 400, body: problem('Syntax Error', { userPresentableMessage: 'Bad' }) },
      'QUERY_REFUSED',
      'Linear refused the question: Syntax Error: Bad',
    ],
    [{ status: 200, body: problem('Half', {}) }, 'QUERY_REFUSED', 'Linear refused the question: Half'],
    [{ status: 200, body: '' }, 'ANSWER_MALFORMED', 'it is no JSON'],
    [{ status: 200, body: '<html>Sign in to the hotel</html>' }, 'ANSWER_MALFORMED', 'it is no JSON'],
    [{ status: 200, body: '{"data":{"viewer"' }, 'ANSWER_MALFORMED', 'it is no JSON'],
    [{ status: 200, body: [] }, 'ANSWER_MALFORMED', 'it is no JSON'],
    [{ status: 200, body: {} }, 'ANSWER_MALFORMED', 'it holds no data'],
    [{ status: 200, body: { data: null } }, 'ANSWER_MALFORMED', 'it holds no data'],
    [{ status: 200, body: { errors: {}, data: 'x' } }, 'ANSWER_MALFORMED', 'it holds no data'],
    [{ status: 302 }, 'ANSWER_MALFORMED', 'status 302'],
    [{ status: 404, body: 'no page' }, 'ANSWER_MALFORMED', 'status 404'],
  ])('%j has an error of its own', async (answer, code, message) => {
    linear.script(answer);
    await expect(ask()).rejects.toMatchObject({
      code: `CDEV_E_CACHE_ISSUE_${code}`,
      message: expect.stringContaining(message),
    });
  });

  test('says nothing is there when Linear does', async () => {
    linear.script({ status: 200, body: problem('Entity not found: Issue', { code: 'INPUT_ERROR' }) });
    expect(await ask()).toBeUndefined();
  });

  test('does not repeat a key that the service repeats, nor its control characters', async () => {
    linear.script({ status: 400, body: problem(`\u001B[31mbad key ${linear.env.LINEAR_API_KEY}`) });
    await expect(ask()).rejects.toMatchObject({ message: 'Linear refused the question: bad key [redacted]' });
  });

  test('waits for a rate limit that says how long, then goes on', async () => {
    linear.script({
      status: 400,
      headers: { 'retry-after': '0.02' },
      body: problem('Rate limit exceeded', { code: 'RATELIMITED' }),
    });
    expect(await ask({}, { maxWait: 2000 })).toEqual({ viewer: { id: 'user-1' } });
  });
});
