import { redact, stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';
import { send, type Patience } from '../http/send.ts';
import type { HttpAnswer } from '../http/request.ts';

export interface GithubAccess {
  /** Without a slash at the end. */
  readonly url: string;
  readonly key?: { readonly key: string; readonly variable: string };
}

export interface GithubQuestion {
  readonly path: string;
  /** The ETag of the answer that is known already. */
  readonly etag: string | undefined;
}

export interface GithubAnswer {
  readonly content: unknown;
  readonly headers: Headers;
}

const service = 'GitHub';

/**
 * Asks GitHub's REST API. Undefined: there is no such thing; `unchanged`: the answer that is known still holds.
 * @throws CDEV_E_CACHE_ISSUE_KEY_REFUSED, _FORBIDDEN, _QUERY_REFUSED, _ANSWER_MALFORMED, and what `send` throws
 */
export async function askGithub(
  { url, key }: GithubAccess,
  { path, etag }: GithubQuestion,
  patience: Patience,
): Promise<GithubAnswer | 'unchanged' | undefined> {
  const secrets = key ? [key.key] : [];
  const headers = {
    accept: 'application/vnd.github+json',
    'user-agent': 'cdev-cache-linear-issue',
    'x-github-api-version': '2022-11-28',
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(key && { authorization: `Bearer ${key.key}` }),
  };
  const answer = await send({ service, url: `${url}${path}`, headers, secrets }, patience, isLimited);
  const { status } = answer;
  if (status === 304) return 'unchanged';
  if (status === 404 || status === 410) return undefined;
  const content = parseAnswer(answer.text);
  if (status === 200 && content !== undefined) return { content, headers: answer.headers };
  const said = (content as { message?: unknown } | undefined | null)?.message;
  throw failure(status, {
    variable: key?.variable ?? 'GITHUB_TOKEN',
    reason: stripControl(redact(typeof said === 'string' ? said : '', secrets)),
  });
}

function failure(status: number, { variable, reason }: { variable: string; reason: string }): Error {
  if (status === 401) return errors.make('CDEV_E_CACHE_ISSUE_KEY_REFUSED', { service, variable });
  if (status === 403) return errors.make('CDEV_E_CACHE_ISSUE_FORBIDDEN', { service, reason });
  if (status >= 400 && reason !== '') return errors.make('CDEV_E_CACHE_ISSUE_QUERY_REFUSED', { service, reason });
  const problem = status === 200 ? 'it is no JSON' : `status ${status}`;
  return errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service, problem });
}

/** GitHub says "too often" with 403 too; then the allowance is used up or it says when to come again. */
function isLimited({ status, headers }: HttpAnswer): boolean {
  return status === 403 && (headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after'));
}

function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
