import { randomUUID } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import { refName, remoteRef, type FencePlace } from '@cdev/agent-fleet/remote';
import { commitTree, git, type GitPlace } from '@cdev/git';
import { errors } from '../errors.ts';

/** Neither a person's work nor signed by one. */
export const keeper = { name: 'cdev', email: 'cdev@localhost' };

const identityRef = 'refs/cdev/fleet/identity';

/** The ref that holds what a run's workers start from. */
export function briefRef(run: string): string {
  return `refs/cdev/brief/${refName(run)}`;
}

/** One for each attempt of a task: only its own worker writes it. */
export function attemptRef({ run, task, attempt }: { run: string; task: string; attempt: number | '*' }): string {
  return `refs/cdev/attempts/${refName(run)}/${refName(task)}/${attempt}`;
}

/** All attempts of a run, for a refspec. */
export function attemptRefs(run: string): string {
  return `refs/cdev/attempts/${refName(run)}/*`;
}

/** The label of the tasks whose work is in this remote: a worker that serves another must not take them, whatever URL each calls it by. */
export async function repositoryLabel(place: FencePlace): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const found = await remoteRef(place, identityRef);
    if (found !== undefined) return `repository/${found.slice(0, 16)}`;
    const tree = (await git(place.repository, ['mktree'], { input: '', isQuestion: true })).stdout.trim();
    const message = `A repository of agents ${randomUUID()}`;
    const commit = await commitTree(place.repository, {
      tree,
      parents: [],
      message,
      author: keeper,
      committer: keeper,
    });
    try {
      await push(place, [`${commit}:${identityRef}`], [`--force-with-lease=${identityRef}:`]);
    } catch (error) {
      // Somebody else may have been first.
      if (tries === 3) throw error;
    }
  }
}

export async function push(
  { repository, remote, env, signal }: FencePlace,
  refs: readonly string[],
  options: readonly string[] = [],
): Promise<void> {
  await git(repository, ['push', '--quiet', '--no-verify', '--atomic', ...options, '--', remote, ...refs], {
    env,
    signal,
    hooks: false,
  });
}

export async function fetchRefs(
  { repository, remote, env, signal }: FencePlace,
  refs: readonly string[],
): Promise<void> {
  const plain = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance'];
  await git(repository, ['fetch', ...plain, '--', remote, ...refs], { env, signal });
}

export async function isHere(repository: GitPlace, commit: string): Promise<boolean> {
  const options = { isQuestion: true, allowFailure: true, env: { GIT_NO_LAZY_FETCH: '1' } };
  return (await git(repository, ['cat-file', '-e', `${commit}^{commit}`], options)).ok;
}

/**
 * The URL of a remote that was given by name, URL or folder; without any, of `origin` of the repository that the folder is in.
 * @throws CDEV_E_SPAWN_FLEET_NO_REMOTE
 */
export async function remoteUrl(given: string | undefined, cwd: string): Promise<string> {
  const named = await git(cwd, ['remote', 'get-url', '--', given ?? 'origin'], {
    isQuestion: true,
    allowFailure: true,
  }).catch(() => undefined);
  // A path in the configuration is relative to the working tree; git says it as it stands there.
  const url = named?.ok === true ? new TextDecoder().decode(named.stdoutBytes).trim() : given;
  if (url === undefined || url === '') throw errors.make('CDEV_E_SPAWN_FLEET_NO_REMOTE', { remote: given ?? 'origin' });
  const isPath = !/^[a-z][a-z0-9+.-]*:/i.test(url) && !/^[^/]+:/.test(url);
  return isPath && !isAbsolute(url) ? resolve(cwd, url) : url;
}
