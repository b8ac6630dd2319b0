import { diff3, type Range } from '../diff/diff3.ts';
import type { CollectionVersions } from './merge-collection.ts';
import { mergeNodes, type TreeMerge, type TreePath } from './merge-tree.ts';
import type { Entry, ListNode, MapNode } from './tree-node.ts';

type Collection = MapNode | ListNode;

/** Merges lists by the order of their items; `undefined` when both sides added items at one place. */
export function mergeSequence(versions: CollectionVersions, path: TreePath, merge: TreeMerge): Collection | undefined {
  const { base, ours, theirs } = versions;
  if (base === undefined) return undefined;
  const values = (list: Collection): string[] => list.entries.map(({ node }) => node.canonical);
  const entries: Entry[] = [];
  for (const chunk of diff3({ base: values(base), ours: values(ours), theirs: values(theirs) })) {
    const cut = (list: Collection, { start, end }: Range): readonly Entry[] => list.entries.slice(start, end);
    const parts = { base: cut(base, chunk.base), ours: cut(ours, chunk.ours), theirs: cut(theirs, chunk.theirs) };
    if (chunk.kind !== 'conflict') {
      entries.push(...parts[chunk.kind === 'theirs' ? 'theirs' : 'ours']);
    } else if (parts.base.length === parts.ours.length && parts.base.length === parts.theirs.length) {
      entries.push(
        ...parts.ours.map((entry, index) =>
          mergeItem(entry, [parts.base[index], parts.theirs[index]], { path, merge }),
        ),
      );
    } else {
      return undefined;
    }
  }
  return { ...ours, entries };
}

function mergeItem(
  ours: Entry,
  [base, theirs]: readonly [Entry | undefined, Entry | undefined],
  { path, merge }: { path: TreePath; merge: TreeMerge },
): Entry {
  if (theirs === undefined) return ours;
  const node = mergeNodes({ base: base?.node, ours: ours.node, theirs: theirs.node }, [...path, ours.key], merge);
  return { ...ours, node };
}
