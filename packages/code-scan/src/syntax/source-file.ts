import { parseSync } from 'oxc-parser';
import { child, children, isFunction, isNode, literalText, nameOf, type Node } from './node.ts';

/** A name, and what it can stand for. */
export interface Binding {
  readonly kind: 'import' | 'parameter' | 'variable' | 'function' | 'class' | 'loop';
  readonly name: string;
  /** Where it is declared. */
  readonly node: Node;
  /** What it gets: initialiser and assignments. */
  readonly values: Node[];
  /** The way into the value by destructuring: `['query', 'name']`. */
  readonly path: readonly string[];
  /** Of an import: `node:` left out, and the name there (`*`, `default`). */
  readonly from?: { readonly module: string; readonly name: string };
  /** Of a parameter: its function, and which it is. */
  readonly parameter?: { readonly of: Node; readonly index: number };
}

/** A file of JavaScript or TypeScript, read and with its names resolved. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** What a package shows to whoever installs it: the functions it exports are called with anything. */
  readonly isEntry: boolean;
  readonly program: Node;
  readonly nodes: ReadonlyMap<string, readonly Node[]>;
  readonly resolve: (name: string, from: Node) => Binding | undefined;
  readonly placeOf: (node: Node) => { line: number; column: number; endLine: number; endColumn: number };
  readonly textOf: (node: Node) => string;
}

/** @returns undefined when the parser cannot read it */
export function readSource(path: string, text: string, isEntry = false): SourceFile | undefined {
  const name = /\.[cm]?tsx?$/.test(path) ? path : path.replace(/\.[cm]?jsx?$/, '.jsx');
  const parsed = parseSync(name, text, { sourceType: 'unambiguous' });
  const program = parsed.program as unknown as Node;
  if (parsed.errors.length > 0 && children(program, 'body').length === 0 && text.trim() !== '') return undefined;
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

function declareIn(scopes: Map<Node, Map<string, Binding>>, node: Node): void {
  const declare = (scope: Node, binding: Binding): void => {
    const names = scopes.get(scope) ?? new Map<string, Binding>();
    scopes.set(scope, names);
    const before = names.get(binding.name);
    if (before) before.values.push(...binding.values);
    else names.set(binding.name, binding);
  };
  if (node.type === 'ImportDeclaration') {
    const module = moduleName(literalText(child(node, 'source')) ?? '');
    for (const specifier of children(node, 'specifiers')) {
      const name = nameOf(child(specifier, 'local')) ?? '';
      const imported =
        specifier.type === 'ImportSpecifier'
          ? (nameOf(child(specifier, 'imported')) ?? name)
          : specifier.type === 'ImportDefaultSpecifier'
            ? 'default'
            : '*';
      declare(scopeOf(node, false), {
        kind: 'import',
        name,
        node: specifier,
        values: [],
        path: [],
        from: { module, name: imported },
      });
    }
  } else if (node.type === 'VariableDeclarator') {
    const declaration = node.parent as Node;
    const loop = declaration.parent;
    const isLoop = loop !== undefined && /^For(Of|In)Statement$/.test(loop.type) && child(loop, 'left') === declaration;
    const value = isLoop ? child(loop, 'right') : child(node, 'init');
    for (const { name, path, node: at, fallback } of namesIn(child(node, 'id'))) {
      const values = [...(value ? [value] : []), ...fallback];
      declare(scopeOf(node, declaration['kind'] === 'var'), {
        kind: isLoop ? 'loop' : 'variable',
        name,
        node: at,
        values,
        path,
      });
    }
  } else if (isFunction(node)) {
    const name = nameOf(child(node, 'id'));
    if (name !== undefined)
      declare(node.type === 'FunctionDeclaration' ? scopeOf(node, true) : node, {
        kind: 'function',
        name,
        node,
        values: [node],
        path: [],
      });
    children(node, 'params').forEach((parameter, index) => {
      for (const { name: each, path, node: at, fallback } of namesIn(parameter))
        declare(node, {
          kind: 'parameter',
          name: each,
          node: at,
          values: [...fallback],
          path,
          parameter: { of: node, index },
        });
    });
  } else if (node.type === 'ClassDeclaration') {
    const name = nameOf(child(node, 'id'));
    if (name !== undefined) declare(scopeOf(node, false), { kind: 'class', name, node, values: [], path: [] });
  } else if (node.type === 'CatchClause') {
    for (const { name, path, node: at } of namesIn(child(node, 'param')))
      declare(node, { kind: 'variable', name, node: at, values: [], path });
  }
}

interface PatternName {
  readonly name: string;
  readonly path: readonly string[];
  readonly node: Node;
  readonly fallback: readonly Node[];
}

function namesIn(
  pattern: Node | undefined,
  path: readonly string[] = [],
  fallback: readonly Node[] = [],
): PatternName[] {
  if (pattern === undefined) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: pattern['name'] as string, path, node: pattern, fallback }];
    case 'AssignmentPattern':
      return namesIn(child(pattern, 'left'), path, [...fallback, ...[child(pattern, 'right')].filter(isNode)]);
    case 'TSParameterProperty':
      return namesIn(child(pattern, 'parameter'), path, fallback);
    case 'RestElement':
      return namesIn(child(pattern, 'argument'), path, fallback);
    case 'ArrayPattern':
      return children(pattern, 'elements').flatMap((each) => namesIn(each, [...path, '*']));
    case 'ObjectPattern':
      return children(pattern, 'properties').flatMap((property) =>
        property.type === 'RestElement'
          ? namesIn(child(property, 'argument'), path)
          : namesIn(child(property, 'value'), [...path, nameOf(child(property, 'key')) ?? '*']),
      );
    default:
      return [];
  }
}

function scopeOf(node: Node, isVar: boolean): Node {
  let at = node.parent as Node;
  for (; at.parent !== undefined; at = at.parent) {
    if (isFunction(at) || at.type === 'Program') return at;
    if (!isVar && /^(BlockStatement|For(Of|In)?Statement|StaticBlock|SwitchStatement)$/.test(at.type)) return at;
  }
  return at;
}

export function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, '');
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
