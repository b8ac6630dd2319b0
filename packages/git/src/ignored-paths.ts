import { splitFields } from './ask.ts';
import { git, type GitPlace } from './git.ts';

/**
 * Which of these paths git would leave out of a commit, by the rules in the working tree; a path with a slash at its end is a folder's. They are relative to the place and need not be there.
 * None in a bare repository, which has no such rules, and none where one of them lies behind a symbolic link or in a submodule, of which git says nothing.
 * @throws CDEV_E_SUBPROCESS_FAILED
 */
export async function ignoredPaths(
  place: GitPlace,
  paths: readonly string[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const input = paths.map((path) => `${path}\0`).join('');
  const args = ['check-ignore', '-z', '--stdin'];
  const asked = { ...options, input, isQuestion: true };
  const { stdoutBytes, stderr, exitCode } = await git(place, args, { ...asked, allowFailure: true });
  if (/must be run in a work tree|is beyond a symbolic link|is in submodule/.test(stderr)) return new Set();
  // It ends with 1 where it has found none; else it is asked again for the error.
  if (exitCode !== 0 && exitCode !== 1) await git(place, args, asked);
  return new Set(splitFields(stdoutBytes.toString('utf8')));
}
