/** What an answer that is refused says of limits. */
export interface LimitedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** GitHub's own words. */
  readonly reason: string;
}

/** GitHub asks for a minute at least when it does not say how long. */
const unsaid = 60_000;

/**
 * Milliseconds to wait when GitHub is asked too often; undefined when an answer is about something else. Primary limits answer 403 or 429 with
 * `x-ratelimit-remaining: 0`, secondary ones 403 or 429 with `retry-after` or in words (docs.github.com, "Rate limits for the REST API").
 */
export function limitWait({ status, headers, reason }: LimitedAnswer, now: Date): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const retryAfter = headers.get('retry-after');
  const isUsedUp = headers.get('x-ratelimit-remaining') === '0';
  const isLimited =
    status === 429 || retryAfter !== null || isUsedUp || /secondary rate limit|abuse detection/i.test(reason);
  if (!isLimited) return undefined;
  const wait = retryAfter === null ? undefined : retryAfterWait(retryAfter, now);
  if (wait !== undefined) return wait;
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  return isUsedUp && Number.isFinite(reset) ? Math.max(0, reset * 1000 - now.getTime()) : unsaid;
}

/** Seconds, or a date. */
function retryAfterWait(text: string, now: Date): number | undefined {
  const seconds = Number(text);
  const wait = Number.isNaN(seconds) ? Date.parse(text) - now.getTime() : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
