import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { knownRepository } from './discover-repository.ts';
import { git, type GitPlace } from './git.ts';

/**
 * The remote from which a partial clone fetches what it lacks when it is asked for it; undefined for a clone that has everything.
 * https://git-scm.com/docs/partial-clone
 */
export async function promisorRemote(
  place: GitPlace,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<string | undefined> {
  const repository = knownRepository(place);
  if (repository !== undefined && hasNoPromisorPacks(repository.commonDir)) return undefined;
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

/** Git marks each pack that came from such a remote, and takes for promised only what one of these leads to. Objects of an alternate are not looked for. */
function hasNoPromisorPacks(commonDir: string): boolean {
  const objects = join(commonDir, 'objects');
  try {
    return (
      !existsSync(join(objects, 'info/alternates')) &&
      !readdirSync(join(objects, 'pack')).some((name) => name.endsWith('.promisor'))
    );
  } catch {
    return false;
  }
}
