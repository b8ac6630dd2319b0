import { git, type GitPlace } from './git.ts';
import { resolveTree } from './revision.ts';

/** The file's bytes at a commit or tree; undefined when there is no such file. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function readFileAt(place: GitPlace, revision: string, path: string): Promise<Buffer | undefined> {
  const tree = await resolveTree(place, revision);
  return readOne(place, tree, path);
}

/** The bytes of many files by one process; paths that are no file there are missing from the map. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function readFilesAt(
  place: GitPlace,
  revision: string,
  paths: readonly string[],
): Promise<Map<string, Buffer>> {
  const tree = await resolveTree(place, revision);
  // Questions go one per line, so a path with a line feed in it has to be asked for alone.
  const plainPaths = paths.filter((path) => !path.includes('\n'));
  const files = plainPaths.length === 0 ? new Map<string, Buffer>() : await readMany(place, tree, plainPaths);
  for (const path of paths.filter((path) => path.includes('\n'))) {
    const content = await readOne(place, tree, path);
    if (content) files.set(path, content);
  }
  return files;
}

async function readOne(place: GitPlace, tree: string, path: string): Promise<Buffer | undefined> {
  const args = ['cat-file', 'blob', `${tree}:${path}`];
  const { ok, stdoutBytes } = await git(place, args, { isQuestion: true, allowFailure: true });
  return ok ? stdoutBytes : undefined;
}

async function readMany(place: GitPlace, tree: string, paths: readonly string[]): Promise<Map<string, Buffer>> {
  const input = paths.map((path) => `${tree}:${path}\n`).join('');
  const { stdoutBytes } = await git(place, ['cat-file', '--batch'], { isQuestion: true, input });
  return parseBatch(stdoutBytes, paths);
}

/**
 * The blobs of `cat-file --batch`, by the name they were asked for. Each answer is a line `<oid> <type> <size>`, the content and a line feed;
 * or a line that ends in ` missing` or ` ambiguous`.
 */
export function parseBatch(output: Buffer, paths: readonly string[]): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let at = 0;
  for (const path of paths) {
    const lineEnd = output.indexOf(10, at);
    const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(output.toString('utf8', at, lineEnd)) ?? [];
    at = lineEnd + 1;
    if (type === undefined) continue;
    const end = at + Number(size);
    if (type === 'blob') files.set(path, output.subarray(at, end));
    at = end + 1;
  }
  return files;
}
