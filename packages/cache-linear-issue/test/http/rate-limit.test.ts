import { describe, expect, test } from '@jest/globals';
import { rateLimitWait } from '../../src/http/rate-limit.ts';

const now = new Date('2026-01-01T00:00:00Z');
const inTenSeconds = now.getTime() + 10_000;

describe('rateLimitWait', () => {
  test.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'later' }, undefined],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(inTenSeconds / 1000) }, 10_000],
    [{ 'x-ratelimit-requests-remaining': '0', 'x-ratelimit-requests-reset': String(inTenSeconds) }, 10_000],
    [{ 'x-ratelimit-complexity-remaining': '0', 'x-ratelimit-complexity-reset': String(inTenSeconds) }, 10_000],
    [{ 'x-ratelimit-requests-remaining': '5', 'x-ratelimit-requests-reset': String(inTenSeconds) }, undefined],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }, undefined],
    [{}, undefined],
  ])('%j means %p ms', (headers, wait) => expect(rateLimitWait(new Headers(headers), now)).toBe(wait));

  test('waits for the last of several allowances that are used up', () => {
    const headers = new Headers({
      'x-ratelimit-requests-remaining': '0',
      'x-ratelimit-requests-reset': String(inTenSeconds),
      'x-ratelimit-complexity-remaining': '0',
      'x-ratelimit-complexity-reset': String(inTenSeconds + 5000),
    });
    expect(rateLimitWait(headers, now)).toBe(15_000);
  });
});
