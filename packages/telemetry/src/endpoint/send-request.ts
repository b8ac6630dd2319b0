import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { redact, stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';
import { decodeAnswer, decodeReason, type Answer } from '../otlp/decode-answer.ts';
import { encodeRequest } from '../otlp/encode-request.ts';
import type { Request } from '../otlp/otlp-data.ts';
import { shownEndpoint, type Target } from './target.ts';

export interface Patience {
  readonly signal: AbortSignal;
  /** Milliseconds in all that are spent waiting for a receiver that is busy or away. */
  readonly patience: number;
  /** For messages: `500 records of traces`. */
  readonly count: string;
}

/** `busy`: it says that it takes nothing now. `too-large`: half of it may go. */
export type Sent =
  | { readonly kind: 'taken'; readonly answer: Answer }
  | { readonly kind: 'busy'; readonly status: number }
  | { readonly kind: 'too-large' };

const retryable: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const maxAnswer = 65_536;
const compress = promisify(gzip);

/**
 * Sends one request, by the rules of the OTLP specification: again after 429, 502, 503 and 504 and when no answer came, as Retry-After says or after waits that
 * double; never again after another refusal.
 * @throws CDEV_E_TELEMETRY_NOT_ALLOWED, CDEV_E_TELEMETRY_REFUSED, CDEV_E_TELEMETRY_UNREACHABLE, the signal's reason
 */
export async function sendRequest(
  target: Target,
  request: Request,
  { signal, patience, count }: Patience,
): Promise<Sent> {
  const { body, headers } = await messageOf(target, request);
  const deadline = performance.now() + patience;
  for (let attempt = 0; ; attempt += 1) {
    const tried = await trySending(target, { body, headers, signal });
    if (!('failure' in tried)) {
      if (tried.status >= 200 && tried.status < 300)
        return { kind: 'taken', answer: decodeAnswer(tried.contentType, tried.body) };
      if (tried.status === 413) return { kind: 'too-large' };
      if (!retryable.has(tried.status)) throw refusal(target, tried, count);
    }
    const wait = ('failure' in tried ? undefined : tried.retryAfter) ?? 500 * 2 ** attempt * (0.5 + Math.random() / 2);
    if (performance.now() + wait > deadline) {
      if ('failure' in tried) throw tried.failure;
      return { kind: 'busy', status: tried.status };
    }
    await pause(wait, undefined, { signal });
  }
}

async function messageOf(
  { signal, protocol, isCompressed, headers }: Target,
  request: Request,
): Promise<{ body: Uint8Array; headers: Readonly<Record<string, string>> }> {
  const plain = protocol === 'json' ? Buffer.from(JSON.stringify(request)) : encodeRequest(signal, request);
  return {
    body: isCompressed ? await compress(plain) : plain,
    headers: {
      'user-agent': 'cdev-telemetry',
      ...headers,
      'content-type': protocol === 'json' ? 'application/json' : 'application/x-protobuf',
      ...(isCompressed && { 'content-encoding': 'gzip' }),
    },
  };
}

interface Answered {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
}

async function trySending(
  target: Target,
  { body, headers, signal }: { body: Uint8Array; headers: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<Answered | { readonly failure: Error }> {
  const limit = AbortSignal.timeout(target.timeLimit);
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers,
      body: body as Uint8Array<ArrayBuffer>,
      // A key must not follow wherever an answer leads.
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await beginningOf(response),
      retryAfter: waitOf(response.headers.get('retry-after')),
    };
  } catch (error) {
    signal.throwIfAborted();
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    const reason = limit.aborted
      ? `no answer in ${target.timeLimit / 1000} s`
      : (cause?.code ?? cause?.message ?? message);
    const said = redact(stripControl(reason), secretsOf(target));
    return { failure: errors.make('CDEV_E_TELEMETRY_UNREACHABLE', { endpoint: shownEndpoint(target), reason: said }) };
  }
}

async function beginningOf(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    size += part.length;
    if (size > maxAnswer) break;
  }
  return Buffer.concat(parts).subarray(0, maxAnswer);
}

/** Seconds or a date; undefined when it says nothing that can be read. */
export function waitOf(text: string | null, now: number = Date.now()): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const seconds = Number(text);
  const wait = Number.isNaN(seconds) ? Date.parse(text) - now : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function refusal(target: Target, { status, contentType, body }: Answered, count: string): Error {
  const words = redact(decodeReason(contentType, body), secretsOf(target));
  const parameters = {
    endpoint: shownEndpoint(target),
    status: String(status),
    reason: words === '' ? '' : `: ${words}`,
  };
  return status === 401 || status === 403
    ? errors.make('CDEV_E_TELEMETRY_NOT_ALLOWED', parameters)
    : errors.make('CDEV_E_TELEMETRY_REFUSED', { ...parameters, count });
}

function secretsOf({ headers, url }: Target): string[] {
  return [...Object.values(headers), ...url.searchParams.values()];
}
