import { redact, stripControl } from '@cdev/core/log';
import { errors } from '../errors.ts';
import { send, type Patience } from '../http/send.ts';
import type { HttpAnswer } from '../http/request.ts';

export interface GithubAccess {
  readonly url: string;
  readonly key?: { readonly key: string; readonly variable: string };
}

export interface GithubAnswer {
  readonly content: unknown;
  readonly headers: Headers;
}

const service = 'GitHub';

/**
 * Asks GitHub's REST API; undefined when there is no such thing.
 * @throws CDEV_E_CACHE_ISSUE_KEY_REFUSED, _FORBIDDEN, _QUERY_REFUSED, _ANSWER_MALFORMED, and what `send` throws
 */
export async function askGithub(
  { url, key }: GithubAccess,
  path: string,
  patience: Patience,
): Promise<GithubAnswer | undefined> {
  const headers = {
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    ...(key && { authorization: `Bearer ${key.key}` }),
  };
  const answer = await send(
    { service, url: `${url}${path}`, headers, secrets: key ? [key.key] : [] },
    patience,
    isLimited,
  );
  const { status } = answer;
  if (status === 404 || status === 410) return undefined;
  const content = parseAnswer(answer.text);
  const reason = stripControl(
    redact((content as { message?: string } | undefined)?.message ?? '', key ? [key.key] : []),
  );
  if (status === 401)
    throw errors.make('CDEV_E_CACHE_ISSUE_KEY_REFUSED', { service, variable: key?.variable ?? 'GITHUB_TOKEN' });
  if (status === 403) throw errors.make('CDEV_E_CACHE_ISSUE_FORBIDDEN', { service, reason });
  if (status >= 400 && content !== undefined)
    throw errors.make('CDEV_E_CACHE_ISSUE_QUERY_REFUSED', { service, reason });
  if (status !== 200)
    throw errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service, problem: `status ${status}` });
  if (content === undefined)
    throw errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service, problem: 'it is no JSON' });
  return { content, headers: answer.headers };
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
