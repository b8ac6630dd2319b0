import type { GitPlace } from './git.ts';
/** The file's bytes at a commit or tree; undefined when there is no such file. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function readFileAt(place: GitPlace, revision: string, path: string): Promise<Buffer | undefined> {
  throw new Error('on its way');
}
/** The bytes of many files by one process; paths that are no file there are missing from the map. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function readFilesAt(
  place: GitPlace,
  revision: string,
  paths: readonly string[],
): Promise<Map<string, Buffer>> {
  throw new Error('on its way');
}
