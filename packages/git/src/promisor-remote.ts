import { git, type GitPlace } from './git.ts';

/**
 * The remote from which a partial clone fetches what it lacks when it is asked for it; undefined for a clone that has everything.
 * https://git-scm.com/docs/partial-clone
 */
export async function promisorRemote(
  place: GitPlace,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<string | undefined> {
  // The extension is how git itself wrote it at first, and is still read.
  const names = String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`;
  const { stdout } = await git(place, ['config', '--get-regexp', names], {
    isQuestion: true,
    allowFailure: true,
    signal,
  });
  return (
    /^remote\.(.*)\.promisor(?: true)?$/m.exec(stdout)?.[1] ?? /^extensions\.partialclone (.+)$/m.exec(stdout)?.[1]
  );
}
