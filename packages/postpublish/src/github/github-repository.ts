import { git } from '@cdev/git';
import { repositoryIn } from '@cdev/github-api';
import type { Release } from '../release/release.ts';

/**
 * `owner/name` of the repository on GitHub that a release belongs to: of the remote, else of the manifest. Undefined when neither is on GitHub (or on the
 * server of `GITHUB_SERVER_URL`).
 */
export async function githubRepository(
  { repository, manifest, context }: Release,
  remote: string,
): Promise<string | undefined> {
  const server =
    URL.parse(context.env['GITHUB_SERVER_URL'] ?? 'https://github.com')?.hostname.toLowerCase() ?? 'github.com';
  const answer =
    repository && (await git(repository, ['remote', 'get-url', remote], { allowFailure: true, isQuestion: true }));
  const addresses = [answer?.ok ? answer.stdoutBytes.toString('utf8').trim() : '', manifest.git?.remote ?? ''];
  for (const address of addresses) {
    const found = repositoryIn(address, server);
    if (found !== undefined) return found;
  }
  return undefined;
}
