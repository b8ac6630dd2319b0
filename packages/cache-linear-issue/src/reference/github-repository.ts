import { repositoryIn } from '@cdev/github-api';
import { errors } from '../errors.ts';
import type { Store } from '../store.ts';

/**
 * `owner/repository` of the remote `origin`, for a number that stands alone.
 * @throws CDEV_E_CACHE_ISSUE_REPOSITORY_UNKNOWN
 */
export async function githubRepository(
  reference: string,
  store: Store,
  { server, signal }: { readonly server: string; readonly signal: AbortSignal },
): Promise<string> {
  const unknown = (problem: string): never => {
    throw errors.make('CDEV_E_CACHE_ISSUE_REPOSITORY_UNKNOWN', { reference, problem });
  };
  if (store.commonDir === undefined) return unknown('this is no git repository');
  const { git } = await import('@cdev/git');
  const { ok, stdoutBytes } = await git(store.cwd, ['remote', 'get-url', 'origin'], {
    allowFailure: true,
    isQuestion: true,
    signal,
  });
  if (!ok) return unknown('the repository has no remote named origin');
  return (
    repositoryIn(stdoutBytes.toString('utf8').trim(), new URL(server).hostname) ??
    unknown('its remote origin is not on GitHub')
  );
}
