import { basename } from 'node:path';
import {
  changedPaths,
  currentBranch,
  git,
  listRefs,
  mergeBase,
  openRepository,
  status,
  type Repository,
} from '@cdev/git';
import { errors } from '../errors.ts';

/** What a workflow is told of the repository. */
export interface RepositoryFacts {
  readonly repository: Repository;
  /** The commit that is run; full id. */
  readonly commit: string;
  /** Undefined with a detached HEAD. */
  readonly branch: string | undefined;
  readonly defaultBranch: string;
  /** `owner/name`; `local/<folder>` without a remote. */
  readonly slug: string;
  readonly remoteUrl: string | undefined;
  readonly author: { readonly name: string; readonly email: string };
  readonly subject: string;
  /** Paths that differ from the last commit. */
  readonly uncommitted: readonly string[];
  /** The commit the branch left the default branch at, else the first parent; undefined for a first commit. */
  readonly base: string | undefined;
}

/** @throws those of `openRepository`, CDEV_E_WORKFLOW_NO_COMMIT */
export async function readRepositoryFacts(cwd: string, signal?: AbortSignal): Promise<RepositoryFacts> {
  const repository = await openRepository(cwd, { signal });
  const ask = async (...args: string[]): Promise<string> =>
    (await git(repository, args, { isQuestion: true, allowFailure: true, signal })).stdoutBytes.toString('utf8').trim();
  const [branch, remoteUrl, remoteHead, log, changes] = await Promise.all([
    currentBranch(repository),
    ask('config', '--get', 'remote.origin.url'),
    ask('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'),
    ask('log', '-1', '--format=%H%x00%P%x00%an%x00%ae%x00%s', 'HEAD'),
    repository.isBare ? [] : status(repository, { signal }),
  ]);
  const [commit = '', parents = '', name = '', email = '', subject = ''] = log.split('\0');
  if (commit === '') throw errors.make('CDEV_E_WORKFLOW_NO_COMMIT', { folder: cwd });
  const tips = await branchTips(repository);
  const defaultBranch = findDefaultBranch(tips, { remoteHead, branch });
  return {
    repository,
    commit,
    branch,
    defaultBranch,
    slug: slugOf(remoteUrl) ?? `local/${basename(repository.top ?? repository.gitDir)}`,
    remoteUrl: remoteUrl === '' ? undefined : remoteUrl,
    author: { name, email },
    subject,
    uncommitted: changes.map(({ path }) => path),
    base: await findBase(repository, {
      commit,
      tips: [`refs/remotes/origin/${defaultBranch}`, `refs/heads/${defaultBranch}`].map((ref) => tips.get(ref)),
      parent: parents.split(' ')[0],
    }),
  };
}

/** Changed between the base and the commit; undefined when there is no base to compare with. */
export async function readChangedPaths({
  repository,
  base,
  commit,
}: RepositoryFacts): Promise<readonly string[] | undefined> {
  if (base === undefined) return undefined;
  const changes = await changedPaths(repository, base, commit);
  return changes.map(({ path }) => path);
}

async function branchTips(repository: Repository): Promise<ReadonlyMap<string, string>> {
  const refs = await Promise.all(['refs/heads', 'refs/remotes/origin'].map((prefix) => listRefs(repository, prefix)));
  return new Map(refs.flat().map(({ name, oid }) => [name, oid]));
}

function findDefaultBranch(
  tips: ReadonlyMap<string, string>,
  { remoteHead, branch }: { readonly remoteHead: string; readonly branch: string | undefined },
): string {
  if (remoteHead.startsWith('origin/')) return remoteHead.slice('origin/'.length);
  const known = ['main', 'master'].find(
    (name) => tips.has(`refs/remotes/origin/${name}`) || tips.has(`refs/heads/${name}`),
  );
  return known ?? branch ?? 'main';
}

interface BaseQuestion {
  readonly commit: string;
  /** Of the default branch, there and here. */
  readonly tips: readonly (string | undefined)[];
  readonly parent: string | undefined;
}

async function findBase(repository: Repository, { commit, tips, parent }: BaseQuestion): Promise<string | undefined> {
  for (const tip of tips) {
    if (tip === undefined || tip === commit) continue;
    const base = await mergeBase(repository, tip, commit);
    if (base !== undefined && base !== commit) return base;
  }
  return parent === undefined || parent === '' ? undefined : parent;
}

/** `owner/name` of a remote's URL. */
export function slugOf(url: string): string | undefined {
  const [, owner, name] = /[/:]([^/:]+)\/([^/]+?)(?:\.git)?\/?$/.exec(url) ?? [];
  return /^(https?|ssh|git):\/\/|^[^/\s]+@[^/\s]+:/.test(url) && owner && name ? `${owner}/${name}` : undefined;
}
