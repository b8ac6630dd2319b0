import { isGithubId, isLinearId, normaliseIssueId } from '@cdev/issue';
import { errors } from '../errors.ts';
import type { Reference } from './reference.ts';

export interface ReferencePlace {
  readonly source: 'auto' | 'linear' | 'github' | 'file';
  /** Whether there is a file of that name. */
  readonly isFile: (path: string) => boolean;
  /** `owner/repository` for a number that stands alone. */
  readonly githubRepository: (reference: string) => Promise<string>;
  /** Without a slash at the end: `https://github.com`. */
  readonly githubServer: string;
}

/**
 * What a word of the command line stands for.
 * @throws CDEV_E_CACHE_ISSUE_REFERENCE_UNKNOWN, CDEV_E_CACHE_ISSUE_REPOSITORY_UNKNOWN
 */
export async function parseReference(word: string, place: ReferencePlace): Promise<Reference> {
  const source = place.source === 'auto' ? sourceOf(word, place) : place.source;
  if (source === 'linear') return { source, id: linearId(word) };
  if (source === 'github') return { source, id: normaliseIssueId(await githubId(word, place)) };
  if (source === 'file') return word === '-' ? { source: 'stdin' } : { source, path: word };
  return refuse(word, 'it is no id, no address and no file');
}

function sourceOf(word: string, place: ReferencePlace): 'linear' | 'github' | 'file' | undefined {
  if (word === '-' || place.isFile(word)) return 'file';
  if (linearAddress.test(word) || isLinearId(word)) return 'linear';
  if (word.startsWith(`${place.githubServer}/`) || /^#\d+$/.test(word) || isGithubId(word)) return 'github';
  return /\.(?:md|markdown|ya?ml|json|txt)$/i.test(word) ? 'file' : undefined;
}

const linearAddress = /^https:\/\/linear\.app\/[^/]+\/issue\/([^/?#]+)/;

function linearId(word: string): string {
  const id = linearAddress.exec(word)?.[1] ?? word;
  return isLinearId(id) ? normaliseIssueId(id) : refuse(word, 'an issue of Linear is named like ENG-123');
}

async function githubId(word: string, { githubServer, githubRepository }: ReferencePlace): Promise<string> {
  const path = word.startsWith(`${githubServer}/`) ? word.slice(githubServer.length + 1) : undefined;
  const [, repository, number] = /^([^/]+\/[^/]+)\/(?:issues|pull)\/(\d+)(?:[/?#].*)?$/.exec(path ?? '') ?? [];
  const id = number === undefined ? word : `${repository}#${number}`;
  if (/^#?[1-9]\d*$/.test(id)) return `${await githubRepository(word)}#${id.replace('#', '')}`;
  return isGithubId(id) ? id : refuse(word, 'an issue of GitHub is named like owner/repository#12');
}

function refuse(reference: string, problem: string): never {
  throw errors.make('CDEV_E_CACHE_ISSUE_REFERENCE_UNKNOWN', { reference, problem });
}
