import type { TreeNode } from './tree-node.ts';

/** A document around its one value. */
export interface TreeDocument {
  /** Text before and behind the value. */
  readonly head: string;
  readonly root: TreeNode;
  readonly tail: string;
}
