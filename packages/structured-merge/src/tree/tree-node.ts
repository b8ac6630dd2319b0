/** A document's value together with the text that writes it, so that what nobody changed is written as it was. */
export type TreeNode = MapNode | ListNode | ScalarNode;

interface Placed {
  /** Place in the version it was read from. */
  readonly offset: number;
  /** Equal for equal values, however they are written. */
  readonly canonical: string;
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly text: string;
}

interface CollectionNode extends Placed {
  /** Up to the first entry: `{`, `[` or nothing. */
  readonly open: string;
  readonly entries: readonly Entry[];
  /** From the last entry: white space, comments and `}` or `]`. */
  readonly close: string;
  /** What stands between two entries: `,` or nothing. */
  readonly separator: string;
  /** Whether the separator also follows the last entry. */
  readonly trailing: boolean;
}

export interface MapNode extends CollectionNode {
  readonly kind: 'map';
}

export interface ListNode extends CollectionNode {
  readonly kind: 'list';
}

export interface Entry {
  /** The key of a map; the place in a list, until its items are given an identity. */
  readonly key: string;
  /** White space and comments before the entry. */
  readonly before: string;
  /** The key and what leads to the value: `"name": `, `- `. */
  readonly label: string;
  readonly node: TreeNode;
  /** What follows on the entry's last line, after the separator: a comment. */
  readonly after: string;
}

export function writeNode(node: TreeNode): string {
  if (node.kind === 'scalar') return node.text;
  const last = node.entries.length - 1;
  const entries = node.entries.map(({ before, label, node: value, after }, index) => {
    const separator = index < last || node.trailing ? node.separator : '';
    return before + label + writeNode(value) + separator + after;
  });
  return node.open + entries.join('') + node.close;
}

/** One entry for people to read, without the blank lines before it. */
export function writeEntry({ before, label, node, after }: Entry): string {
  return (before + label + writeNode(node) + after).replace(/^\s*\n/, '').trimEnd();
}

/** The canonical form of a node as its entries now are. */
export function canonicalOf(node: TreeNode): string {
  if (node.kind === 'scalar') return node.canonical;
  if (node.kind === 'list') return `[${node.entries.map((entry) => canonicalOf(entry.node)).join(',')}]`;
  const pairs = node.entries.map((entry) => `${JSON.stringify(entry.key)}:${canonicalOf(entry.node)}`);
  return `{${pairs.sort().join(',')}}`;
}

/** A collection with its canonical form made from its entries. */
export function withCanonical<Node extends MapNode | ListNode>(node: Node): Node {
  return { ...node, canonical: canonicalOf(node) };
}
