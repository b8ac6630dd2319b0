import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { errors } from '../errors.ts';
import { rateLimitWait } from './rate-limit.ts';
import { request, type HttpAnswer, type HttpRequest, type RequestLimits } from './request.ts';

export interface Patience extends RequestLimits {
  /** Milliseconds after which a request is not tried again. */
  readonly maxWait: number;
  readonly clock: () => Date;
  /** Told of each wait before it begins. */
  readonly onWait: (text: string) => void;
  /** Milliseconds before the second attempt; doubled at each one after. Default 500. */
  readonly firstDelay?: number;
}

/** A service that says "too often" in a way of its own, besides status 429. */
export type IsLimited = (answer: HttpAnswer) => boolean;

const failingStatus = new Set([408, 425, 500, 502, 503, 504]);
const passing = new Set(['CDEV_E_CACHE_ISSUE_NO_NETWORK', 'CDEV_E_CACHE_ISSUE_TIMED_OUT']);
const maxAttempts = 4;

/**
 * Asks, and asks again after what passes: a limit (as long as the service says), a failure of the service or of the network (after a
 * growing delay, four times at most). No attempt begins later than `maxWait` after the first.
 * @throws CDEV_E_CACHE_ISSUE_RATE_LIMITED, CDEV_E_CACHE_ISSUE_SERVICE_FAILED, and what `request` throws
 */
export async function send(asked: HttpRequest, patience: Patience, isLimited: IsLimited): Promise<HttpAnswer> {
  const { service } = asked;
  const end = performance.now() + patience.maxWait;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(asked, patience, isLimited);
    if ('answer' in outcome) return outcome.answer;
    const { failure, wait = (patience.firstDelay ?? 500) * 2 ** (attempt - 1) } = outcome;
    const isLast = outcome.wait === undefined && attempt >= maxAttempts;
    if (isLast || performance.now() + wait > end) throw failure;
    patience.onWait(`${service}: waiting ${formatDuration(wait)} (${failure.message})`);
    await sleep(wait, undefined, { signal: patience.signal });
  }
}

type Attempt = { answer: HttpAnswer } | { failure: CdevError; wait?: number | undefined };

async function attemptOnce(asked: HttpRequest, patience: Patience, isLimited: IsLimited): Promise<Attempt> {
  const { service } = asked;
  try {
    const answer = await request(asked, patience);
    if (answer.status === 429 || isLimited(answer)) {
      const wait = rateLimitWait(answer.headers, patience.clock());
      const until = wait === undefined ? '' : new Date(patience.clock().getTime() + wait).toISOString();
      return { failure: errors.make('CDEV_E_CACHE_ISSUE_RATE_LIMITED', { service, until }), wait };
    }
    if (!failingStatus.has(answer.status)) return { answer };
    return { failure: errors.make('CDEV_E_CACHE_ISSUE_SERVICE_FAILED', { service, status: String(answer.status) }) };
  } catch (error) {
    if (!isCdevError(error) || !passing.has(error.code)) throw error;
    return { failure: error };
  }
}
