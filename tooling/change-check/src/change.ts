import { changedPaths, mergeBase, readFilesAt, requireCommit, type GitPlace } from '@cdev/git';

/** The `cdev` record of a package, as far as a change is judged by it. */
export interface PackageRecord {
  /** Relative to the repository: `packages/git`. */
  readonly folder: string;
  readonly owner: string | undefined;
  readonly reviewers: number;
}

/** What a branch adds, read from git. Nothing of it is run. */
export interface Change {
  /** Full commit ids. The base is where the branch left. */
  readonly base: string;
  readonly head: string;
  /** Paths that are other ones at the head, removed ones included. */
  readonly paths: readonly string[];
  /** Packages with a changed file, as the base has them; new ones as the head has them. */
  readonly packages: readonly PackageRecord[];
  /** The same as the head has them; without those that it removes. */
  readonly packagesAtHead: readonly PackageRecord[];
  readonly readBase: (path: string) => string | undefined;
  readonly readHead: (path: string) => string | undefined;
}

/** What is read of both sides beside the packages' records. */
const benchmarks = 'tooling/benchmarks/README.md';

/** @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_NOT_A_REPOSITORY */
export async function readChange(
  place: GitPlace,
  wanted: { readonly base: string; readonly head: string },
): Promise<Change> {
  const [target, head] = [await requireCommit(place, wanted.base), await requireCommit(place, wanted.head)];
  const base = (await mergeBase(place, target, head)) ?? target;
  const paths = (await changedPaths(place, base, head)).map(({ path }) => path);
  const folders = [...new Set(paths.flatMap((path) => /^(?:packages|tooling)\/[^/]+(?=\/)/.exec(path)?.[0] ?? []))];
  const manifests = folders.map((folder) => `${folder}/package.json`);
  const read = async (revision: string, more: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const files = await readFilesAt(place, revision, [...manifests, benchmarks, ...more]);
    return new Map([...files].map(([path, bytes]) => [path, bytes.toString('utf8')]));
  };
  const [before, after] = [
    await read(base, []),
    await read(
      head,
      paths.filter((path) => path.startsWith('.changeset/')),
    ),
  ];
  const recordsIn = (files: ReadonlyMap<string, string>): Map<string, PackageRecord> =>
    new Map(folders.flatMap((folder) => recordOf(folder, files.get(`${folder}/package.json`)) ?? []));
  const [old, now] = [recordsIn(before), recordsIn(after)];
  return {
    base,
    head,
    paths,
    packages: [...new Map([...now, ...old]).values()],
    packagesAtHead: [...now.values()],
    readBase: (path) => before.get(path),
    readHead: (path) => after.get(path),
  };
}

function recordOf(folder: string, text: string | undefined): [string, PackageRecord][] | undefined {
  if (text === undefined) return undefined;
  try {
    const { cdev = {} } = JSON.parse(text) as { cdev?: { owner?: string; reviewers?: number } };
    return [[folder, { folder, owner: cdev.owner, reviewers: cdev.reviewers ?? 1 }]];
  } catch {
    // One that cannot be read is found by every other check; here it counts as one that nobody owns.
    return [[folder, { folder, owner: undefined, reviewers: 1 }]];
  }
}
