import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from '@cdev/core/cli';
import type { CdevError } from '@cdev/core/errors';
import { redact, stripControl } from '@cdev/core/log';
import { errors } from './errors.ts';
import type { GithubAccess } from './github-access.ts';
import type { Github, GithubAnswer, GithubPatience, GithubRequest } from './github.ts';
import { limitWait } from './rate-limit.ts';
import { sendOnce, type Sent } from './send-once.ts';

/** After failures of network or service; waiting for a limit counts for none. */
const maxAttempts = 4;
const failing = new Set([408, 425, 500, 502, 503, 504]);

/** Makes what asks GitHub. Nothing is sent until something is asked. */
export function openGithub(access: GithubAccess, patience: GithubPatience): Github {
  const answer = (request: GithubRequest): Promise<GithubAnswer> => persist(request, access, patience);
  const find = async <Content>(request: GithubRequest): Promise<Content | undefined> => {
    const { status, content } = await answer(request);
    return isMissing(status) ? undefined : (content as Content);
  };
  return {
    url: access.url,
    answer,
    find,
    ask: async <Content>(request: GithubRequest) => {
      const { status, content } = await answer(request);
      if (!isMissing(status)) return content as Content;
      throw errors.make('CDEV_E_GITHUB_NOT_FOUND', { what: request.what ?? request.path, status: String(status) });
    },
    async *pages<Item>({ path, what = path }: Pick<GithubRequest, 'path' | 'what'>) {
      const seen = new Set<string>();
      for (let next: string | undefined = path; next !== undefined;) {
        if (seen.has(next)) throw malformed(what, 'its pages go in a circle');
        seen.add(next);
        const page: GithubAnswer = await answer({ path: next, what });
        if (isMissing(page.status)) return;
        if (!Array.isArray(page.content)) throw malformed(what, 'it is no list');
        yield page.content as readonly Item[];
        next = page.next;
      }
    },
  };
}

function isMissing(status: number): boolean {
  return status === 404 || status === 410;
}

/** Asks until there is an answer, or no more is to be expected within `maxWait`. */
async function persist(request: GithubRequest, access: GithubAccess, patience: GithubPatience): Promise<GithubAnswer> {
  const end = performance.now() + patience.maxWait;
  for (let failures = 0; ;) {
    const outcome = outcomeOf(await sendOnce(request, access, patience), { request, access, patience });
    if ('answer' in outcome) return outcome.answer;
    if (outcome.wait === undefined) failures += 1;
    const wait = outcome.wait ?? (patience.firstDelay ?? 500) * 2 ** (failures - 1);
    if (!outcome.passes || failures >= maxAttempts || performance.now() + wait > end) throw outcome.failure;
    patience.onWait(`GitHub: waiting ${formatDuration(wait)} (${outcome.failure.message})`);
    await sleep(wait, undefined, { signal: patience.signal });
  }
}

type Attempted =
  | { readonly answer: GithubAnswer }
  | {
      readonly failure: CdevError;
      /** It may be asked again. */
      readonly passes: boolean;
      /** Milliseconds that GitHub says. */
      readonly wait?: number;
    };

interface Asking {
  readonly request: GithubRequest;
  readonly access: GithubAccess;
  readonly patience: GithubPatience;
}

function outcomeOf(sent: Sent, { request, access, patience }: Asking): Attempted {
  const isQuestion = (request.method ?? 'GET') === 'GET';
  const what = request.what ?? request.path;
  if ('failure' in sent) return { failure: sent.failure, passes: isQuestion || sent.neverSent };
  const { status, headers, text } = sent;
  if (failing.has(status) || status > 504) {
    const details = { status: String(status) };
    return { failure: errors.make('CDEV_E_GITHUB_FAILING', { what, ...details }, { details }), passes: isQuestion };
  }
  const content = contentOf(text);
  if (status < 300 && content === unreadable) throw malformed(what, 'it is no JSON');
  const next = nextPage(headers, access.url);
  if (status < 300 || status === 304 || isMissing(status))
    return { answer: { status, headers, content, ...(next !== undefined && { next }) } };
  const reason = reasonIn(content, access);
  const now = patience.clock();
  const wait = limitWait({ status, headers, reason }, now);
  if (wait !== undefined) {
    const until = new Date(now.getTime() + wait).toISOString();
    const failure = errors.make('CDEV_E_GITHUB_RATE_LIMITED', { what, until }, { details: { until } });
    return { failure, passes: true, wait };
  }
  return { failure: refusal(status, { what, reason, variable: access.tokenFrom ?? 'GITHUB_TOKEN' }), passes: false };
}

function refusal(status: number, said: { what: string; reason: string; variable: string }): CdevError {
  const { what, reason } = said;
  const details = { status: String(status), reason, variable: said.variable };
  if (status === 401) return errors.make('CDEV_E_GITHUB_TOKEN_REFUSED', said, { details });
  if (status === 403) return errors.make('CDEV_E_GITHUB_FORBIDDEN', { what, reason }, { details });
  return errors.make('CDEV_E_GITHUB_REFUSED', { what, status: String(status), reason }, { details });
}

const unreadable = Symbol('not JSON');

function contentOf(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return unreadable;
  }
}

/** `message`, and what each of `errors` names: a word, or resource, field and code. */
function reasonIn(content: unknown, { token }: GithubAccess): string {
  const { message, errors: named } = Object(content) as { message?: unknown; errors?: unknown };
  const more = (Array.isArray(named) ? named : []).map((one: unknown) => {
    if (typeof one === 'string') return one;
    const { resource, field, code, message: own } = Object(one) as Readonly<Record<string, unknown>>;
    return [own ?? [resource, field].filter(Boolean).join('.'), own === undefined && code].filter(Boolean).join(' ');
  });
  const text = [message, more.filter((one) => one !== '').join(', ')].filter(
    (one) => typeof one === 'string' && one !== '',
  );
  return stripControl(redact(text.join(': '), token === undefined ? [] : [token])).slice(0, 300);
}

/** The token must not follow an address that leads elsewhere. */
function nextPage(headers: Headers, base: string): string | undefined {
  const [, link] = /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '') ?? [];
  return link?.startsWith(`${base}/`) ? link.slice(base.length) : undefined;
}

function malformed(what: string, problem: string): CdevError {
  return errors.make('CDEV_E_GITHUB_ANSWER_MALFORMED', { what, problem }, { details: { problem } });
}
