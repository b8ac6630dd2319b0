import { formatDuration } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { redact, stripControl } from '@cdev/core/log';
import { fetchFailure } from '@cdev/github-api';
import { errors } from '../errors.ts';

export interface HttpRequest {
  /** The name of the service in messages. */
  readonly service: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON with POST; without it the request is a GET. */
  readonly body?: unknown;
  /** Must not appear in any message. */
  readonly secrets: readonly string[];
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface RequestLimits {
  /** Milliseconds for one answer, its body included. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
}

/** No issue is as large as this; a service that sends more is not what it seems. */
const maxBytes = 50_000_000;

/**
 * Asks once and gives the answer, whatever its status.
 * @throws CDEV_E_CACHE_ISSUE_TIMED_OUT, CDEV_E_CACHE_ISSUE_NO_NETWORK, CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED
 */
export async function request(asked: HttpRequest, { timeLimit, signal }: RequestLimits): Promise<HttpAnswer> {
  const { service, url, headers, body, secrets } = asked;
  const limit = AbortSignal.timeout(timeLimit);
  try {
    const response = await fetch(url, {
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, limit]),
    });
    return { status: response.status, headers: response.headers, text: await textOf(response, service) };
  } catch (cause) {
    if (signal.aborted || isCdevError(cause)) throw cause;
    if (limit.aborted)
      throw errors.make('CDEV_E_CACHE_ISSUE_TIMED_OUT', { service, limit: formatDuration(timeLimit) }, { cause });
    const reason = stripControl(redact(fetchFailure(cause).reason, secrets));
    throw errors.make('CDEV_E_CACHE_ISSUE_NO_NETWORK', { service, reason }, { cause: new Error(reason) });
  }
}

async function textOf(response: Response, service: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > maxBytes)
      throw errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service, problem: 'it is larger than 50 MB' });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
