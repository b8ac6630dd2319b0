import { formatDuration } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { redact, stripControl } from '@cdev/core/log';
import { errors } from './errors.ts';
import { fetchFailure } from './fetch-failure.ts';
import type { GithubAccess } from './github-access.ts';
import type { GithubPatience, GithubRequest } from './github.ts';

/** What came of one attempt. */
export type Sent =
  | { readonly status: number; readonly headers: Headers; readonly text: string }
  | {
      readonly failure: CdevError;
      /** Nothing was sent, so nothing can have been done. */
      readonly neverSent: boolean;
    };

/** No answer of the API is as large as this. */
const maxBytes = 50_000_000;
const maxRedirects = 3;

/** Sends once, and follows where GitHub itself leads (a repository that was renamed). @throws CDEV_E_GITHUB_ANSWER_MALFORMED, the signal's reason */
export async function sendOnce(request: GithubRequest, access: GithubAccess, patience: GithubPatience): Promise<Sent> {
  const what = request.what ?? request.path;
  const timeLimit = patience.timeLimit ?? (Buffer.isBuffer(request.body) ? 300_000 : 30_000);
  const limit = AbortSignal.timeout(timeLimit);
  const signal = AbortSignal.any([patience.signal, limit]);
  let address = addressOf(request.path, access.url, what);
  try {
    for (let hop = 0; ; hop += 1) {
      const response = await fetch(address, { ...messageOf(request, access), redirect: 'manual', signal });
      const location = response.headers.get('location');
      const isMoved = [301, 302, 307, 308].includes(response.status) && location !== null;
      if (!isMoved || hop === maxRedirects)
        return { status: response.status, headers: response.headers, text: await textOf(response, what) };
      await response.body?.cancel();
      address = addressOf(new URL(location, address).href, access.url, what);
    }
  } catch (cause) {
    patience.signal.throwIfAborted();
    if (isCdevError(cause)) throw cause;
    if (limit.aborted) {
      const details = { limit: formatDuration(timeLimit) };
      const failure = errors.make('CDEV_E_GITHUB_TIMED_OUT', { what, ...details }, { cause, details });
      return { failure, neverSent: false };
    }
    const { code = '', reason } = fetchFailure(cause);
    const said = stripControl(redact(reason, access.token === undefined ? [] : [access.token]));
    const failure = errors.make(
      'CDEV_E_GITHUB_UNREACHABLE',
      { what, reason: said },
      { cause: new Error(said), details: { reason: said } },
    );
    return { failure, neverSent: /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT)$/.test(code) };
  }
}

function messageOf({ method = 'GET', body, etag }: GithubRequest, { token }: GithubAccess): RequestInit {
  const isBytes = Buffer.isBuffer(body);
  return {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      'user-agent': 'cdev',
      'x-github-api-version': '2022-11-28',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(etag !== undefined && { 'if-none-match': etag }),
      ...(body !== undefined && { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
    },
    ...(body !== undefined && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  };
}

/** The API, and where it takes uploads: `uploads.github.com` beside `api.github.com`. A token goes nowhere else, whatever an answer says. */
function addressOf(path: string, base: string, what: string): string {
  if (path.startsWith('/')) return `${base}${path}`;
  const root = new URL(base);
  const url = URL.parse(path);
  const hosts = [root.host, root.host.replace(/^api\./, 'uploads.')];
  if (!url || url.protocol !== root.protocol || !hosts.includes(url.host) || url.username !== '')
    throw errors.make('CDEV_E_GITHUB_ANSWER_MALFORMED', {
      what,
      problem: `it leads to ${stripControl(url?.host ?? 'no address')}, where the token must not be sent`,
    });
  return url.href;
}

async function textOf(response: Response, what: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > maxBytes)
      throw errors.make('CDEV_E_GITHUB_ANSWER_MALFORMED', { what, problem: 'it is larger than 50 MB' });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
