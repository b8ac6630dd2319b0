import { git, type GitOptions, type GitPlace } from './git.ts';

export interface GitObject {
  readonly oid: string;
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly content: Buffer;
}

/** Objects of any type by the names they are asked for, which are no path with a line feed; read by one process. What is not there is missing from the map. */
export async function readObjects(
  place: GitPlace,
  names: readonly string[],
  options: Pick<GitOptions, 'env' | 'signal'> = {},
): Promise<Map<string, GitObject>> {
  if (names.length === 0) return new Map();
  const input = names.map((name) => `${name}\n`).join('');
  const { stdoutBytes } = await git(place, ['cat-file', '--batch'], { isQuestion: true, input, ...options });
  return parseBatch(stdoutBytes, names);
}

/** Those that are blobs. */
export async function readBlobsNamed(place: GitPlace, names: readonly string[]): Promise<Map<string, GitObject>> {
  const objects = await readObjects(place, names);
  return new Map([...objects].filter(([, { type }]) => type === 'blob'));
}

/**
 * What `cat-file --batch` writes: for each name a line `<oid> <type> <size>`, the content and a line feed; or a line that ends in ` missing`
 * or ` ambiguous`.
 */
function parseBatch(output: Buffer, names: readonly string[]): Map<string, GitObject> {
  const objects = new Map<string, GitObject>();
  let at = 0;
  for (const name of names) {
    const lineEnd = output.indexOf(10, at);
    const [, oid = '', type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(output.toString('utf8', at, lineEnd)) ?? [];
    at = lineEnd + 1;
    if (type === undefined) continue;
    const end = at + Number(size);
    objects.set(name, { oid, type: type as GitObject['type'], content: output.subarray(at, end) });
    at = end + 1;
  }
  return objects;
}
