import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { TreeDocument } from './tree-document.ts';
import { withCanonical, type Entry, type ScalarNode, type TreeNode } from './tree-node.ts';

// The scanner's token kinds are a const enum, which type stripping cannot inline.
const commaToken = 5;
const endToken = 17;

/** Reads JSON with comments; `undefined` when it is not well-formed or repeats a key. */
export function readJson(text: string): TreeDocument | undefined {
  const errors: ParseError[] = [];
  const node = parseTree(text, errors, { allowTrailingComma: true });
  if (node === undefined || errors.length > 0) return undefined;
  const root = readNode(text, node);
  if (root === undefined) return undefined;
  return { head: text.slice(0, node.offset), root, tail: text.slice(endOf(node)) };
}

const endOf = (node: Node): number => node.offset + node.length;

function readNode(text: string, node: Node): TreeNode | undefined {
  if (node.type !== 'object' && node.type !== 'array') return readScalar(text, node);
  const children = node.children ?? [];
  const entries: Entry[] = [];
  let from = node.offset + 1;
  let trailing = false;
  for (const [index, child] of children.entries()) {
    const value = child.type === 'property' ? child.children?.[1] : child;
    const inner = value === undefined ? undefined : readNode(text, value);
    if (value === undefined || inner === undefined) return undefined;
    const limit = children[index + 1]?.offset ?? endOf(node) - 1;
    const { comma, after, end } = readAfter(text.slice(endOf(child), limit));
    trailing = comma;
    entries.push({
      key: child.type === 'property' ? String(child.children?.[0]?.value) : String(index),
      before: text.slice(from, child.offset),
      label: text.slice(child.offset, value.offset),
      node: inner,
      after,
    });
    from = endOf(child) + end;
  }
  if (node.type === 'object' && new Set(entries.map(({ key }) => key)).size < entries.length) return undefined;
  return withCanonical({
    kind: node.type === 'object' ? 'map' : 'list',
    offset: node.offset,
    open: text.slice(node.offset, node.offset + 1),
    entries,
    close: text.slice(from, endOf(node)),
    separator: ',',
    trailing: trailing && entries.length > 0,
    canonical: '',
  });
}

function readScalar(text: string, node: Node): ScalarNode {
  const canonical = JSON.stringify(node.value);
  return { kind: 'scalar', offset: node.offset, text: text.slice(node.offset, endOf(node)), canonical };
}

/**
 * What stands between a value and the next entry: a comment on the value's line is the value's, the rest belongs to
 * what follows.
 */
function readAfter(text: string): { comma: boolean; after: string; end: number } {
  const comma = commaAt(text);
  const beforeComma = comma === -1 ? '' : text.slice(0, comma);
  const rest = text.slice(comma + 1);
  const sameLine = /^[^\S\n]*(?:\/\/.*|\/\*.*?\*\/[^\S\n]*(?=\n|$))/.exec(rest)?.[0] ?? '';
  const spaced = beforeComma.trim() === '' ? '' : beforeComma;
  return { comma: comma !== -1, after: spaced + sameLine, end: comma + 1 + sameLine.length };
}

/** The comma among white space and comments; -1 without one. */
function commaAt(text: string): number {
  const scanner = createScanner(text);
  for (let token: number = scanner.scan(); token !== endToken; token = scanner.scan()) {
    if (token === commaToken) return scanner.getTokenOffset();
  }
  return -1;
}
