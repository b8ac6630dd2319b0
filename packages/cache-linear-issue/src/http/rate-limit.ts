/** Names of the headers that say when a used-up allowance is filled again; GitHub counts in seconds, Linear in milliseconds. */
const allowances = ['x-ratelimit', 'x-ratelimit-requests', 'x-ratelimit-endpoint-requests', 'x-ratelimit-complexity'];

/**
 * Milliseconds to wait after an answer that says "too often": what Retry-After says, else until the last used-up allowance is
 * filled again. Undefined when the answer does not say.
 */
export function rateLimitWait(headers: Headers, now: Date): number | undefined {
  const retryAfter = headers.get('retry-after');
  if (retryAfter !== null) {
    const seconds = Number(retryAfter);
    const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - now.getTime() : seconds * 1000;
    if (!Number.isNaN(wait)) return Math.max(0, wait);
  }
  const resets = allowances.flatMap((name) => {
    const reset = Number(headers.get(`${name}-reset`) ?? Number.NaN);
    const isUsedUp = headers.get(`${name}-remaining`) === '0';
    return isUsedUp && Number.isFinite(reset) ? [inMilliseconds(reset) - now.getTime()] : [];
  });
  return resets.length === 0 ? undefined : Math.max(0, ...resets);
}

/** Seconds since 1970 stay below this until the year 5138; milliseconds have been above it since 1973. */
function inMilliseconds(time: number): number {
  return time < 100_000_000_000 ? time * 1000 : time;
}
