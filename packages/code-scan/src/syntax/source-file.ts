import { parseSync } from 'oxc-parser';
import { declareIn, type Binding } from './binding.ts';
import { child, children, fieldOf, isNode, nameOf, type Node } from './node.ts';

/** A file of JavaScript or TypeScript, read and with its names resolved. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** What a package shows to whoever installs it: the functions it exports are called with anything. */
  readonly isEntry: boolean;
  /** It belongs to a program that nobody installs to call it: its functions are called by its own parts. */
  readonly isProgram: boolean;
  readonly program: Node;
  readonly nodes: ReadonlyMap<string, readonly Node[]>;
  readonly resolve: (name: string, from: Node) => Binding | undefined;
  readonly placeOf: (node: Node) => { line: number; column: number; endLine: number; endColumn: number };
  readonly textOf: (node: Node) => string;
}

/** @returns undefined when the parser cannot read it */
export function readSource(
  path: string,
  text: string,
  { isEntry = false, isProgram = false }: { readonly isEntry?: boolean; readonly isProgram?: boolean } = {},
): SourceFile | undefined {
  const program = parse(path, text);
  if (program === undefined) return undefined;
  const scopes = new Map<Node, Map<string, Binding>>();
  const nodes = new Map<string, Node[]>();
  visit(program, (node) => {
    const list = nodes.get(node.type);
    if (list) list.push(node);
    else nodes.set(node.type, [node]);
    declareIn(scopes, node);
  });
  const resolve = (wanted: string, from: Node): Binding | undefined => {
    for (let at: Node | undefined = from; at !== undefined; at = at.parent) {
      const found = scopes.get(at)?.get(wanted);
      if (found) return found;
    }
    return undefined;
  };
  for (const assignment of nodes.get('AssignmentExpression') ?? []) {
    const left = child(assignment, 'left');
    const right = child(assignment, 'right');
    if (left?.type === 'Identifier' && right) resolve(left['name'] as string, left)?.values.push(right);
    const object = left?.type === 'MemberExpression' ? child(left, 'object') : undefined;
    const field = object?.type === 'Identifier' ? fieldOf(left as Node) : undefined;
    const named = object && field !== undefined && right ? resolve(object['name'] as string, object) : undefined;
    // Few names have any, and a list for each name costs more than all the rest.
    if (named) (named.fields ??= []).push({ name: field as string, value: right as Node });
  }
  for (const call of nodes.get('CallExpression') ?? []) {
    const callee = child(call, 'callee');
    const list = callee?.type === 'MemberExpression' ? child(callee, 'object') : undefined;
    if (list?.type === 'Identifier' && /^(push|unshift)$/.test(nameOf(child(callee, 'property')) ?? ''))
      resolve(list['name'] as string, list)?.added.push(...children(call, 'arguments'));
  }
  const starts = lineStarts(text);
  const at = (offset: number): { line: number; column: number } => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
  return {
    path,
    text,
    lines: text.split(/\r?\n/),
    isEntry,
    isProgram,
    program,
    nodes,
    resolve,
    placeOf: ({ start, end }) => {
      const last = at(end);
      return { ...at(start), endLine: last.line, endColumn: last.column };
    },
    textOf: ({ start, end }) => text.slice(start, end),
  };
}

/** What has no ending is named by its first line; Flow's types are read as TypeScript's, which most of them are. */
function parse(path: string, text: string): Node | undefined {
  const isTyped = /\.[cm]?tsx?$/.test(path);
  const isNamed = isTyped || /\.[cm]?jsx?$/.test(path);
  const names = isTyped ? [path] : [`${path.replace(/\.[cm]?jsx?$/, '')}.jsx`];
  if (!isNamed || /@flow\b|^import type\b/m.test(text.slice(0, 5000))) names.push('file.ts', 'file.tsx');
  let partly: Node | undefined;
  for (const name of names) {
    const { program, errors } = parseSync(name, text, { sourceType: 'unambiguous' });
    const found = program as unknown as Node;
    if (errors.length === 0 || text.trim() === '') return found;
    if (children(found, 'body').length > 0) partly ??= found;
  }
  return partly;
}

function visit(root: Node, see: (node: Node) => void): void {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    see(node);
    const below: Node[] = [];
    for (const field in node) {
      if (field === 'parent') continue;
      const value = node[field];
      if (isNode(value)) below.push(value);
      else if (Array.isArray(value)) for (const each of value) if (isNode(each)) below.push(each);
    }
    for (let index = below.length - 1; index >= 0; index -= 1) {
      const each = below[index] as Node;
      each.parent = node;
      stack.push(each);
    }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
