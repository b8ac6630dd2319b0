import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeService, type FakeService } from '@cdev/test-kit';
import { request } from '../../src/http/request.ts';
import { send, type Patience } from '../../src/http/send.ts';

let service: FakeService;
let waits: string[];
beforeEach(async () => {
  service = await fakeService(() => ({ body: 'fine' }));
  waits = [];
});
afterEach(() => service.close());

const secret = 'lin_api_verysecret0123456789';

/** An address where nobody listens any more. */
async function closedAddress(): Promise<string> {
  await using closed = await fakeService(() => ({}));
  return closed.url;
}

function patience(changes: Partial<Patience> = {}): Patience {
  return {
    timeLimit: 20_000,
    maxWait: 10_000,
    signal: new AbortController().signal,
    clock: () => new Date('2026-01-01T00:00:00Z'),
    onWait: (text) => void waits.push(text),
    firstDelay: 5,
    ...changes,
  };
}

function ask(changes: Partial<Patience> = {}, url = service.url) {
  const headers = { authorization: secret };
  return send({ service: 'Linear', url, headers, secrets: [secret] }, patience(changes), () => false);
}

describe('send', () => {
  test('gives the answer, whatever its status', async () => {
    service.script({ status: 418, body: { a: 1 } });
    expect(await ask()).toMatchObject({ status: 418, text: '{"a":1}' });
  });

  test('tries again after what passes, with growing delays', async () => {
    service.script({ status: 503 }, { status: 502 }, { fault: 'cut', body: 'x'.repeat(100) });
    expect((await ask()).text).toBe('fine');
    expect(waits).toEqual([
      'Linear: waiting 5 ms (Linear answered with status 503)',
      'Linear: waiting 10 ms (Linear answered with status 502)',
      expect.stringMatching(/^Linear: waiting 20 ms \(Linear cannot be reached: /),
    ]);
  });

  test('gives up after four attempts', async () => {
    service.script({ status: 503 }, { status: 503 }, { status: 503 }, { status: 503 });
    await expect(ask()).rejects.toMatchObject({ code: 'CDEV_E_CACHE_ISSUE_SERVICE_FAILED' });
    expect(service.requests).toHaveLength(4);
  });

  test('waits as long as the service says', async () => {
    service.script({ status: 429, headers: { 'retry-after': '0.02' } });
    expect((await ask()).text).toBe('fine');
    expect(waits).toEqual(['Linear: waiting 20 ms (Linear wants no more requests until 2026-01-01T00:00:00.020Z)']);
  });

  test('does not wait longer than it may, and says until when it would have to', async () => {
    service.script({ status: 429, headers: { 'retry-after': '1800' } });
    await expect(ask()).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_RATE_LIMITED',
      message: 'Linear wants no more requests until 2026-01-01T00:30:00.000Z',
    });
    expect(service.requests).toHaveLength(1);
  });

  test('an answer that does not come, or not to its end, is timed out', async () => {
    service.script({ fault: 'hang' }, { delay: 500 });
    const timedOut = { code: 'CDEV_E_CACHE_ISSUE_TIMED_OUT', message: 'Linear did not answer within 100 ms' };
    await expect(ask({ timeLimit: 100, maxWait: 0 })).rejects.toMatchObject(timedOut);
    await expect(ask({ timeLimit: 100, maxWait: 0 })).rejects.toMatchObject(timedOut);
  });

  test('an interruption ends the wait at once', async () => {
    service.script({ status: 429, headers: { 'retry-after': '60' } });
    const abort = new AbortController();
    const onWait = (): void => void setTimeout(() => abort.abort('SIGINT'), 10);
    const started = performance.now();
    await expect(ask({ signal: abort.signal, maxWait: 90_000, onWait })).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - started).toBeLessThan(50_000);
  });

  test('a service that cannot be reached is told apart by the reason', async () => {
    await expect(ask({ maxWait: 0 }, await closedAddress())).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_NO_NETWORK',
      message: 'Linear cannot be reached: it refuses the connection (ECONNREFUSED)',
    });
    await expect(ask({ maxWait: 0 }, 'http://no-such-host.invalid/')).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_NO_NETWORK',
      message: expect.stringContaining('its name'),
    });
  });

  test('no message and no cause shows the key', async () => {
    const url = `${await closedAddress()}/${secret}`;
    const error: unknown = await ask({ maxWait: 0 }, url).catch((caught: unknown) => caught);
    const { message, cause, details } = error as { message: string; cause: Error; details: object };
    expect(JSON.stringify([message, cause.message, cause.stack, details])).not.toContain('verysecret');
  });

  test('an answer without end is refused, not kept in memory', async () => {
    service.script({ body: 'x'.repeat(50_000_001) });
    const asked = { service: 'Linear', url: service.url, headers: {}, secrets: [] };
    await expect(request(asked, patience({ timeLimit: 20_000 }))).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED',
      message: expect.stringContaining('larger than 50 MB'),
    });
  });
});
