import { errors } from '../errors.ts';
import type { Patience } from '../http/send.ts';
import { askGithub, type GithubAccess } from './ask-github.ts';

/** What GitHub answered to a path, kept so that the next time it need only say that nothing has changed. */
export interface KeptAnswer {
  readonly etag?: string;
  /** The path of the next page, as far as there is one. */
  readonly next?: string;
  readonly content: unknown;
}

/** Answers by path, with their query. */
export type KeptAnswers = Readonly<Record<string, KeptAnswer>>;

/** Asks for paths of GitHub; what it keeps becomes the copy's `raw`. */
export interface ConditionalGet {
  /** The content of a path; undefined when there is no such thing. */
  readonly one: (path: string) => Promise<unknown>;
  /** All items of a list, whatever its pages. */
  readonly all: (path: string) => Promise<readonly unknown[]>;
  readonly kept: () => KeptAnswers;
}

/** Each path is asked with the ETag of the answer that is known; a 304 does not count against the limit and brings back that answer. */
export function conditionalGet(access: GithubAccess, known: KeptAnswers, patience: Patience): ConditionalGet {
  const kept: Record<string, KeptAnswer> = {};
  const get = async (path: string): Promise<KeptAnswer | undefined> => {
    const before = Object.hasOwn(known, path) ? known[path] : undefined;
    const answer = await askGithub(access, { path, etag: before?.etag }, patience);
    if (answer === undefined) return undefined;
    kept[path] = answer === 'unchanged' && before ? before : keep(answer, access.url);
    return kept[path];
  };
  return {
    one: async (path) => (await get(path))?.content,
    all: async (path) => {
      const items: unknown[] = [];
      for (let next: string | undefined = path; next !== undefined;) {
        if (next in kept) throw malformed('its pages go in a circle');
        const page: KeptAnswer | undefined = await get(next);
        if (page && !Array.isArray(page.content)) throw malformed(`${path} is no list`);
        items.push(...((page?.content ?? []) as unknown[]));
        next = page?.next;
      }
      return items;
    },
    kept: () => kept,
  };
}

function keep(answer: Exclude<Awaited<ReturnType<typeof askGithub>>, undefined>, base: string): KeptAnswer {
  if (answer === 'unchanged') throw malformed('it says that nothing has changed since a time that is not known');
  const etag = answer.headers.get('etag');
  const [, link] = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '') ?? [];
  // The token must not follow an address that leads elsewhere.
  const next = link?.startsWith(`${base}/`) ? link.slice(base.length) : undefined;
  return { ...(etag !== null && { etag }), ...(next !== undefined && { next }), content: answer.content };
}

function malformed(problem: string): Error {
  return errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service: 'GitHub', problem });
}
