import type { Resolution } from '../merge-result.ts';
import { mergeCollection } from './merge-collection.ts';
import { writeNode, type ScalarNode, type TreeNode } from './tree-node.ts';

/** Keys from the root. */
export type TreePath = readonly string[];

export interface NodeVersions {
  readonly base: TreeNode | undefined;
  readonly ours: TreeNode;
  readonly theirs: TreeNode;
}

export interface ScalarVersions {
  readonly path: TreePath;
  readonly base: ScalarNode | undefined;
  readonly ours: ScalarNode;
  readonly theirs: ScalarNode;
}

export type Decision = Omit<Resolution, 'where'>;

/** Decides two different new values of one place, or leaves it. */
export type ScalarRule = (versions: ScalarVersions) => { node: ScalarNode; resolution: Decision } | undefined;

/** Decides that a removal holds against a change, or leaves it. */
export type RemovalRule = (versions: {
  readonly path: TreePath;
  readonly base: TreeNode;
  readonly present: TreeNode;
}) => Decision | undefined;

/** Another value for an entry that one side alone added, or none. `merged` has the entries that both sides have. */
export type AdditionRule = (versions: {
  readonly path: TreePath;
  readonly added: ScalarNode;
  /** The entries beside it in its version, and as they are merged: text by key. */
  readonly own: ReadonlyMap<string, string>;
  readonly merged: ReadonlyMap<string, string>;
}) => { node: ScalarNode; resolution: Decision } | undefined;

export interface TreePiece {
  readonly offset: number;
  readonly text: string;
}

/** A place that stays undecided; an absent version has no such place. */
export interface TreeConflict {
  readonly path: TreePath;
  readonly base: TreePiece | undefined;
  readonly ours: TreePiece | undefined;
  readonly theirs: TreePiece | undefined;
}

/** What a tree merge decides and finds on its way. */
export interface TreeMerge {
  readonly rule: 'json' | 'yaml';
  readonly scalarRule: ScalarRule;
  readonly removalRule: RemovalRule;
  readonly additionRule: AdditionRule;
  readonly resolutions: Resolution[];
  readonly conflicts: TreeConflict[];
}

/** Merges key by key. Where it cannot, notes the conflict and keeps the base, or ours where there is no base. */
export function mergeNodes(versions: NodeVersions, path: TreePath, merge: TreeMerge): TreeNode {
  const { base, ours, theirs } = versions;
  const texts = { base: base && writeNode(base), ours: writeNode(ours), theirs: writeNode(theirs) };
  if (texts.ours === texts.theirs || texts.theirs === texts.base) return ours;
  if (texts.ours === texts.base) return theirs;
  const decided = mergeWithin(versions, path, merge) ?? sameValue(versions) ?? mergeScalars(versions, path, merge);
  if (decided !== undefined) return decided;
  const piece = (node: TreeNode): TreePiece => ({ offset: node.offset, text: writeNode(node) });
  merge.conflicts.push({ path, base: base && piece(base), ours: piece(ours), theirs: piece(theirs) });
  return base ?? ours;
}

/** Also for equal values: their comments or their order may have changed. */
function mergeWithin({ base, ours, theirs }: NodeVersions, path: TreePath, merge: TreeMerge): TreeNode | undefined {
  if (ours.kind === 'scalar' || theirs.kind === 'scalar' || ours.kind !== theirs.kind) return undefined;
  const original = base?.kind === 'scalar' || base?.kind !== ours.kind ? undefined : base;
  return mergeCollection({ base: original, ours, theirs }, path, merge);
}

/** A side that writes a value in another way gives way to one that changes it. */
function sameValue({ base, ours, theirs }: NodeVersions): TreeNode | undefined {
  if (ours.canonical === theirs.canonical || base?.canonical === theirs.canonical) return ours;
  return base?.canonical === ours.canonical ? theirs : undefined;
}

function mergeScalars({ base, ours, theirs }: NodeVersions, path: TreePath, merge: TreeMerge): TreeNode | undefined {
  if (ours.kind !== 'scalar' || theirs.kind !== 'scalar') return undefined;
  const decided = merge.scalarRule({ path, base: base?.kind === 'scalar' ? base : undefined, ours, theirs });
  if (decided !== undefined) merge.resolutions.push({ where: pathText(path), ...decided.resolution });
  return decided?.node;
}

/** `dependencies.zod`; a key with a dot or a space is quoted. */
export function pathText(path: TreePath): string {
  if (path.length === 0) return 'whole file';
  return path.map((key) => (/^[^.\s"]+$/.test(key) ? key : JSON.stringify(key))).join('.');
}
