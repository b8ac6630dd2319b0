import { child, children, isFunction, isNode, literalText, nameOf, type Node } from './node.ts';

/** A name, and what it can stand for. */
export interface Binding {
  readonly kind: 'import' | 'parameter' | 'variable' | 'function' | 'class' | 'loop';
  readonly name: string;
  /** Where it is declared. */
  readonly node: Node;
  /** What it gets: initialiser and assignments. */
  readonly values: Node[];
  /** What is put into it, when it is a list: `list.push(…)`. */
  readonly added: Node[];
  /** What its fields get: `options.name = …`. */
  fields?: { readonly name: string; readonly value: Node }[];
  /** The way into the value by destructuring: `['query', 'name']`. */
  readonly path: readonly string[];
  /** Of an import: `node:` left out, and the name there (`*`, `default`). */
  readonly from?: { readonly module: string; readonly name: string };
  /** Of a parameter: its function, and which it is. */
  readonly parameter?: { readonly of: Node; readonly index: number };
}

/** Enters the names that a node declares into the scopes they hold in. */
export function declareIn(scopes: Map<Node, Map<string, Binding>>, node: Node): void {
  const declare = (scope: Node, declared: Omit<Binding, 'added'>): void => {
    const binding: Binding = { ...declared, added: [] };
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

/** A module as it is asked for, without `node:`. */
export function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, '');
}
