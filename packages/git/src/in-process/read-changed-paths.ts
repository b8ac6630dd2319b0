import { changedPaths, type ChangedPath } from '../changed-paths.ts';
import { byPath } from '../order.ts';
import { readerOf } from './reader.ts';
import { remember } from './remember.ts';
import { readTree, type TreeEntry } from './read-tree.ts';

type Found = TreeEntry | undefined;

/**
 * What `changedPaths` says, read in this process and only from the folders that differ. `from` and `to`: full ids of commits or trees.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_LINKED_WORKTREE.
 */
export async function readChangedPaths(commonDir: string, from: string, to: string): Promise<ChangedPath[]> {
  if (from === to) return [];
  const { changes, isReadable } = await readerOf(commonDir);
  const read = isReadable ? compareTrees : changedPaths;
  return [...(await remember(changes, `${from} ${to}`, () => read(commonDir, from, to)))];
}

async function compareTrees(commonDir: string, from: string, to: string): Promise<ChangedPath[]> {
  const changes: ChangedPath[] = [];
  await compare({ commonDir, changes }, '', [folderAt(from), folderAt(to)]);
  return changes.sort(byPath);
}

interface Comparison {
  readonly commonDir: string;
  readonly changes: ChangedPath[];
}

async function compare(comparison: Comparison, prefix: string, [from, to]: readonly [Found, Found]): Promise<void> {
  const [before, after] = await Promise.all([entriesOf(comparison, from), entriesOf(comparison, to)]);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const pair = [before.get(name), after.get(name)] as const;
    if (pair[0]?.oid === pair[1]?.oid && pair[0]?.mode === pair[1]?.mode) continue;
    const change = changeOf(`${prefix}${name}`, pair);
    if (change) comparison.changes.push(change);
    if (pair.some((entry) => entry?.isFolder)) await compare(comparison, `${prefix}${name}/`, pair);
  }
}

async function entriesOf({ commonDir }: Comparison, entry: Found): Promise<Map<string, TreeEntry>> {
  return entry?.isFolder ? readTree(commonDir, entry.oid) : new Map<string, TreeEntry>();
}

function folderAt(oid: string): TreeEntry {
  return { name: '', mode: '040000', oid, isFolder: true };
}

/** The change of the file at `path`; undefined when there is a folder, or nothing, on both sides. */
function changeOf(path: string, [from, to]: readonly [Found, Found]): ChangedPath | undefined {
  const before = from?.isFolder ? undefined : from;
  const after = to?.isFolder ? undefined : to;
  if (!before && !after) return undefined;
  const rest = {
    path,
    mode: after?.mode ?? '000000',
    oldMode: before?.mode ?? '000000',
    oid: after?.oid,
    oldOid: before?.oid,
  };
  if (!before || !after) return { ...rest, status: before ? 'deleted' : 'added' };
  // The first digits tell file, link and submodule apart, the others are permissions.
  return { ...rest, status: before.mode.slice(0, 3) === after.mode.slice(0, 3) ? 'modified' : 'type-changed' };
}
