import type { Github, GithubAnswer } from '@cdev/github-api';
import { errors } from '../errors.ts';
import { askGithub } from './ask-github.ts';

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
export function conditionalGet(github: Github, known: KeptAnswers): ConditionalGet {
  const kept: Record<string, KeptAnswer> = {};
  const get = async (path: string): Promise<KeptAnswer | undefined> => {
    const before = Object.hasOwn(known, path) ? known[path] : undefined;
    const answer = await askGithub(github, { path, etag: before?.etag });
    if (answer.status === 404 || answer.status === 410) return undefined;
    kept[path] = answer.status === 304 && before ? before : keep(answer);
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

function keep({ status, headers, content, next }: GithubAnswer): KeptAnswer {
  if (status === 304) throw malformed('it says that nothing has changed since a time that is not known');
  const etag = headers.get('etag');
  return { ...(etag !== null && { etag }), ...(next !== undefined && { next }), content };
}

function malformed(problem: string): Error {
  return errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service: 'GitHub', problem });
}
