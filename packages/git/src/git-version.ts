import { ask } from './ask.ts';
import { errors } from './errors.ts';

/** `merge-tree --write-tree --stdin` is there from this one on. */
const needed = '2.39';

let known: Promise<string> | undefined;

/** The version of the native git, such as `2.39.5`. Asked once per process. @throws CDEV_E_GIT_MISSING. */
export function gitVersion(cwd: string): Promise<string> {
  known ??= ask(cwd, ['--version']).then(parseVersion);
  // A failure is not kept: the folder may have been missing, not git.
  known.catch(() => (known = undefined));
  return known;
}

/** @throws CDEV_E_GIT_MISSING, CDEV_E_GIT_TOO_OLD (before 2.39). Gives the version back. */
export async function requireGit(cwd: string): Promise<string> {
  const version = await gitVersion(cwd);
  if (!isAtLeast(version, needed)) throw errors.make('CDEV_E_GIT_TOO_OLD', { version, needed });
  return version;
}

/** The number out of `git version 2.39.5 (Apple Git-154)`. */
export function parseVersion(output: string): string {
  return /\d+(?:\.\d+)+/.exec(output)?.[0] ?? '0.0';
}

export function isAtLeast(version: string, minimum: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [place, least] of minimum.split('.').map(Number).entries()) {
    const part = parts[place] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
