import { setTimeout as sleep } from 'node:timers/promises';
import { redact, stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';
import type { GithubAccess } from './github-access.ts';

export interface GithubRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From the API's root, or a whole address at GitHub. */
  readonly path: string;
  /** JSON, or bytes of an asset. */
  readonly body?: object | Buffer;
  /** For messages. */
  readonly what: string;
  /** What 404 means here: an answer (undefined), or an error. Default: an error. */
  readonly mayBeMissing?: boolean;
}

/** Asks GitHub's REST API; the answer as data. */
export type AskGithub = <Answer>(request: GithubRequest) => Promise<Answer | undefined>;

const attempts = 3;

/**
 * Makes the function that asks. Questions are asked again after a failure of network or service; what changes something is not, because it may have been done:
 * the caller asks for the state first, each time.
 */
export function githubAsker({ url, token }: GithubAccess, signal: AbortSignal): AskGithub {
  return async <Answer>(request: GithubRequest): Promise<Answer | undefined> => {
    const isQuestion = (request.method ?? 'GET') === 'GET';
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await send(request, { url, token, signal });
      if ('answer' in outcome) return outcome.answer as Answer | undefined;
      if (!isQuestion || attempt === attempts || !outcome.passes) throw outcome.failure;
      await sleep(outcome.wait ?? 500 * 3 ** (attempt - 1), undefined, { signal });
    }
  };
}

type Attempt =
  | { readonly answer: unknown }
  | { readonly failure: Error; readonly passes: boolean; readonly wait?: number };

async function send(
  { method = 'GET', path, body, what, mayBeMissing = false }: GithubRequest,
  { url, token, signal }: GithubAccess & { readonly signal: AbortSignal },
): Promise<Attempt> {
  const isAsset = Buffer.isBuffer(body);
  let response: Response;
  try {
    response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
        'user-agent': 'cdev-postpublish',
        ...(body !== undefined && { 'content-type': isAsset ? 'application/octet-stream' : 'application/json' }),
      },
      // A token is not carried to wherever an answer points.
      redirect: method === 'GET' ? 'follow' : 'error',
      ...(body !== undefined && { body: isAsset ? new Uint8Array(body) : JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(isAsset ? 300_000 : 30_000)]),
    });
  } catch (error) {
    signal.throwIfAborted();
    const cause = (error as { cause?: { message?: string } }).cause?.message ?? (error as Error).message;
    const reason = redact(cause, [token]);
    return {
      failure: errors.make('CDEV_E_POSTPUBLISH_GITHUB_UNREACHABLE', { what, reason }, { cause: error }),
      passes: true,
    };
  }
  const text = await response.text();
  if (response.ok) return { answer: parsed(text) };
  if (response.status === 404 && mayBeMissing) return { answer: undefined };
  const message = Object(parsed(text)) as { message?: unknown; errors?: unknown };
  const reason = redact(
    stripControl([message.message, message.errors && JSON.stringify(message.errors)].filter(Boolean).join(' ')),
    [token],
  );
  if (response.status >= 500)
    return {
      failure: errors.make('CDEV_E_POSTPUBLISH_GITHUB_UNREACHABLE', { what, reason: `it answered ${response.status}` }),
      passes: true,
    };
  const wait = Number(response.headers.get('retry-after'));
  const isLimited = response.status === 429 || (response.status === 403 && wait > 0);
  return {
    failure: errors.make('CDEV_E_POSTPUBLISH_GITHUB_REFUSED', {
      what,
      status: String(response.status),
      reason: reason.slice(0, 300),
    }),
    passes: isLimited && wait <= 60,
    ...(wait > 0 && { wait: wait * 1000 }),
  };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
