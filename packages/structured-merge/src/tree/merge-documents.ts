import { takeHigherVersion, removeDependency } from '../manifest/version-rule.ts';
import { followSiblings } from '../manifest/follow-siblings.ts';
import type { Resolution } from '../merge-result.ts';
import { mergeNodes, type TreeConflict, type TreeMerge } from './merge-tree.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';
import type { TreeDocument } from './tree-document.ts';
import { canonicalOf, writeNode } from './tree-node.ts';

export interface TreeOutcome {
  readonly text: string;
  readonly resolutions: readonly Resolution[];
  readonly conflicts: readonly TreeConflict[];
}

const readers = { json: readJson, yaml: readYaml };

/**
 * Merges JSON or YAML texts by key; `undefined` when a version is not well-formed, or when the merged text does not
 * read as the value that was merged.
 */
export function mergeDocuments(
  rule: 'json' | 'yaml',
  texts: { base: string | undefined; ours: string; theirs: string },
): TreeOutcome | undefined {
  const read: (text: string) => TreeDocument | undefined = readers[rule];
  const base = texts.base === undefined ? undefined : read(texts.base);
  const [ours, theirs] = [read(texts.ours), read(texts.theirs)];
  if (ours === undefined || theirs === undefined) return undefined;
  const merge: TreeMerge = {
    rule,
    scalarRule: takeHigherVersion(rule),
    removalRule: removeDependency(rule),
    additionRule: followSiblings(rule),
    resolutions: [],
    conflicts: [],
  };
  const root = mergeNodes({ base: base?.root, ours: ours.root, theirs: theirs.root }, [], merge);
  const head = ours.head === base?.head ? theirs.head : ours.head;
  const tail = ours.tail === base?.tail ? theirs.tail : ours.tail;
  const text = head + writeNode(root) + tail;
  const again = read(text);
  if (merge.conflicts.length === 0 && (again === undefined || canonicalOf(again.root) !== canonicalOf(root)))
    return undefined;
  return { text, resolutions: merge.resolutions, conflicts: merge.conflicts };
}

/** Whether the text is well-formed and repeats no key. */
export function readsAs(rule: 'json' | 'yaml', text: string): boolean {
  return readers[rule](text) !== undefined;
}
