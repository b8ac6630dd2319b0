import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { TreeDocument } from './tree-document.ts';
import { withCanonical, type Entry, type TreeNode } from './tree-node.ts';

/** Reads one YAML document; `undefined` when it is not well-formed, repeats a key or is one of several. */
export function readYaml(text: string): TreeDocument | undefined {
  const documents = parseAllDocuments(text);
  const [document, ...others] = Array.isArray(documents) ? documents : [];
  if (document === undefined || others.length > 0 || document.errors.length > 0 || document.contents === null)
    return undefined;
  const { contents } = document;
  const root = readNode(text, contents, { end: text.length });
  if (root === undefined) return undefined;
  const written = spanOf(text, contents, text.length);
  return { head: text.slice(0, written.start), root, tail: text.slice(written.end) };
}

interface Bounds {
  readonly end: number;
}

function readNode(text: string, node: Node, bounds: Bounds): TreeNode | undefined {
  if (isBlock(node)) return readCollection(text, node, bounds);
  const [start, end] = node.range ?? [0, 0];
  // Flow collections and aliases are taken whole.
  const canonical = isScalar(node)
    ? JSON.stringify(node.value)
    : `${node.tag ?? ''} ${text.slice(start, end).replaceAll(/\s+/g, ' ')}`;
  return { kind: 'scalar', offset: start, text: text.slice(start, end), canonical: canonical ?? 'null' };
}

type Block = YAMLMap<Node, Node | null> | YAMLSeq<Node>;

function isBlock(node: unknown): node is Block {
  return (isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0;
}

/** The lines a node takes: a block collection from the start of its first line, with the comments above it. */
function spanOf(text: string, node: Node, limit: number): { start: number; end: number } {
  const [start, , end] = node.range ?? [0, 0, 0];
  if (!isBlock(node)) return { start, end: node.range?.[1] ?? end };
  const line = lineStart(text, start);
  return {
    start: text.slice(line, start).trim() === '' ? commentsAbove(text, line) : start,
    end: Math.min(end, limit),
  };
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Start of the comment lines right above a line. */
function commentsAbove(text: string, line: number): number {
  let start = line;
  while (start > 0) {
    const previous = lineStart(text, start - 1);
    if (!/^[ \t]*(?:#.*)?$/.test(text.slice(previous, start - 1))) break;
    start = previous;
  }
  return start;
}

function readCollection(text: string, block: Block, bounds: Bounds): TreeNode | undefined {
  const { start, end } = spanOf(text, block, bounds.end);
  const places = block.items.map((item, index) => placeOf(text, item, { index, start }));
  if (places.includes(undefined)) return undefined;
  const entries: Entry[] = [];
  for (const [index, place] of (places as Place[]).entries()) {
    const entryEnd = (places as Place[])[index + 1]?.start ?? end;
    const entry = readEntry(text, place, entryEnd);
    if (entry === undefined) return undefined;
    entries.push({ ...entry, key: place.key ?? String(index) });
  }
  if (isMap(block) && new Set(entries.map(({ key }) => key)).size < entries.length) return undefined;
  return withCanonical({
    kind: isMap(block) ? 'map' : 'list',
    offset: start,
    open: '',
    entries,
    close: '',
    separator: '',
    trailing: false,
    canonical: '',
  });
}

interface Place {
  /** Start of the entry's lines, with the comments above. */
  readonly start: number;
  /** Start of the key, or of the dash. */
  readonly at: number;
  readonly key: string | undefined;
  readonly value: Node | null;
}

function placeOf(
  text: string,
  item: Pair<Node, Node | null> | Node,
  from: { index: number; start: number },
): Place | undefined {
  const { key, value } = isPair<Node, Node | null>(item) ? item : { key: undefined, value: item };
  if (key !== undefined && (!isScalar(key) || !key.range)) return undefined;
  const at = key?.range?.[0] ?? dashBefore(text, value?.range?.[0] ?? 0, from.start);
  if (at === -1) return undefined;
  const line = lineStart(text, at);
  if (from.index === 0) return { start: from.start, at, key: key && String(key.value), value };
  if (text.slice(line, at).trim() !== '') return undefined;
  return { start: commentsAbove(text, line), at, key: key && String(key.value), value };
}

function dashBefore(text: string, offset: number, from: number): number {
  const at = text.lastIndexOf('-', offset);
  return at >= from ? at : -1;
}

function readEntry(text: string, place: Place, end: number): Entry | undefined {
  const { start, at, value } = place;
  const before = text.slice(start, at);
  if (value === null || !value.range) {
    const node: TreeNode = { kind: 'scalar', offset: at, text: '', canonical: 'null' };
    return { key: '', before, label: text.slice(at, end), node, after: '' };
  }
  const span = spanOf(text, value, end);
  const node = readNode(text, value, { end });
  if (node === undefined || span.start < at || span.end > end) return undefined;
  return { key: '', before, label: text.slice(at, span.start), node, after: text.slice(span.end, end) };
}
