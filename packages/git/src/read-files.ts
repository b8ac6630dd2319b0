import { git, type GitPlace } from './git.ts';
import { readBlobsNamed } from './read-objects.ts';
import { resolveObject, resolveTree } from './revision.ts';

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

/** A file of one commit or tree. */
export interface FileVersion {
  readonly oid: string;
  readonly content: Buffer;
}

/**
 * The versions that several commits or trees have of files, all read by one process: a map by path for each revision, in their order. Where a
 * revision has no such file, or is not there at all, nothing is in its map.
 */
export async function readVersions(
  place: GitPlace,
  revisions: readonly string[],
  paths: readonly string[],
): Promise<ReadonlyMap<string, FileVersion>[]> {
  const plainPaths = paths.filter((path) => !path.includes('\n'));
  const names = revisions.flatMap((revision) => plainPaths.map((path) => `${revision}:${path}`));
  const objects = await readBlobsNamed(place, names);
  const versions = revisions.map((revision) => {
    const found = plainPaths.map((path) => [path, objects.get(`${revision}:${path}`)] as const);
    return new Map(found.flatMap(([path, version]) => (version ? [[path, version] as const] : [])));
  });
  for (const path of paths.filter((one) => one.includes('\n')))
    for (const [at, revision] of revisions.entries()) {
      const oid = await resolveObject(place, `${revision}:${path}`);
      const version = oid === undefined ? undefined : (await readBlobsNamed(place, [oid])).get(oid);
      if (version) versions[at]?.set(path, version);
    }
  return versions;
}

async function readOne(place: GitPlace, tree: string, path: string): Promise<Buffer | undefined> {
  const args = ['cat-file', 'blob', `${tree}:${path}`];
  const { ok, stdoutBytes } = await git(place, args, { isQuestion: true, allowFailure: true });
  return ok ? stdoutBytes : undefined;
}

async function readMany(place: GitPlace, tree: string, paths: readonly string[]): Promise<Map<string, Buffer>> {
  const versions = await readBlobsNamed(
    place,
    paths.map((path) => `${tree}:${path}`),
  );
  return new Map([...versions].map(([name, { content }]) => [name.slice(tree.length + 1), content]));
}
