import { basename } from 'node:path';
import {
  changedPaths,
  currentBranch,
  git,
  mergeBase,
  openRepository,
  resolveCommit,
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
  const commit = await resolveCommit(repository, 'HEAD');
  if (commit === undefined) throw errors.make('CDEV_E_WORKFLOW_NO_COMMIT', { folder: cwd });
  const ask = async (...args: string[]): Promise<string> =>
    (await git(repository, args, { isQuestion: true, allowFailure: true, signal })).stdoutBytes.toString('utf8').trim();
  const [branch, remoteUrl, remoteHead, log, changes] = await Promise.all([
    currentBranch(repository),
    ask('config', '--get', 'remote.origin.url'),
    ask('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'),
    ask('log', '-1', '--format=%an%x00%ae%x00%s', commit),
    repository.isBare ? [] : status(repository, { signal }),
  ]);
  const [name = '', email = '', subject = ''] = log.split('\0');
  const defaultBranch = await findDefaultBranch(repository, remoteHead);
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
    base: await findBase(repository, { commit, defaultBranch }),
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

async function findDefaultBranch(repository: Repository, remoteHead: string): Promise<string> {
  if (remoteHead.startsWith('origin/')) return remoteHead.slice('origin/'.length);
  for (const name of ['main', 'master'])
    for (const ref of [`refs/remotes/origin/${name}`, `refs/heads/${name}`])
      if ((await resolveCommit(repository, ref)) !== undefined) return name;
  return (await currentBranch(repository)) ?? 'main';
}

async function findBase(
  repository: Repository,
  { commit, defaultBranch }: { readonly commit: string; readonly defaultBranch: string },
): Promise<string | undefined> {
  for (const ref of [`refs/remotes/origin/${defaultBranch}`, `refs/heads/${defaultBranch}`]) {
    const tip = await resolveCommit(repository, ref);
    const base = tip === undefined ? undefined : await mergeBase(repository, tip, commit);
    if (base !== undefined && base !== commit) return base;
  }
  return resolveCommit(repository, `${commit}^`);
}

/** `owner/name` of a remote's URL. */
export function slugOf(url: string): string | undefined {
  const [, owner, name] = /[/:]([^/:]+)\/([^/]+?)(?:\.git)?\/?$/.exec(url) ?? [];
  return /^(https?|ssh|git):\/\/|^[^/\s]+@[^/\s]+:/.test(url) && owner && name ? `${owner}/${name}` : undefined;
}
