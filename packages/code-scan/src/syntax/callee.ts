import { bare, child, children, literalText, nameOf, type Node } from './node.ts';
import { moduleName } from './binding.ts';
import type { SourceFile } from './source-file.ts';

/**
 * What an expression stands for, by module and name, through imports, `require`, destructuring, aliases and `promisify`: `child_process.exec`,
 * `fs.promises.readFile`; a global by its own name (`eval`, `process.argv`). Undefined for what is made here.
 */
export function qualifiedName(file: SourceFile, expression: Node | undefined, depth = 0): string | undefined {
  if (expression === undefined || depth > 6) return undefined;
  const node = bare(expression);
  if (node.type === 'Identifier') return ofIdentifier(file, node, depth);
  if (node.type === 'MemberExpression') {
    const property = node['computed'] === true ? literalText(child(node, 'property')) : nameOf(child(node, 'property'));
    const object = qualifiedName(file, child(node, 'object'), depth + 1);
    if (object === undefined || property === undefined) return undefined;
    return property === 'default' ? object : `${object}.${property}`;
  }
  if (node.type === 'CallExpression') {
    const required = requiredModule(file, node);
    if (required !== undefined) return required;
    const callee = qualifiedName(file, child(node, 'callee'), depth + 1) ?? '';
    if (promisifiers.test(callee)) return qualifiedName(file, children(node, 'arguments')[0], depth + 1);
    // `axios.create({ … })` does what `axios` does.
    if (/^(axios\.create|(got|ky)\.extend)$/.test(callee)) return callee.split('.')[0];
    // `cp.exec.bind(cp)`
    if (callee.endsWith('.bind')) return callee.slice(0, -'.bind'.length);
  }
  // `(0, eval)(code)`
  if (node.type === 'SequenceExpression') return qualifiedName(file, children(node, 'expressions').at(-1), depth + 1);
  if (node.type === 'NewExpression') {
    const made = qualifiedName(file, child(node, 'callee'), depth + 1);
    return made?.startsWith('vm2.') === true || made?.startsWith('commander.') === true ? made : undefined;
  }
  if (node.type === 'ImportExpression') {
    const module = literalText(child(node, 'source'));
    return module === undefined ? undefined : moduleName(module);
  }
  return undefined;
}

/** What makes functions that give promises of those that call back, of one or of all of a module. */
const promisifiers =
  /^(util\.promisify|promisify|bluebird\.promisify(All)?|es6-promisify(\.promisify)?|pify|thenify(-all|\.withCallback)?|@gar\/promisify|util\.promisify-all)$/;

function ofIdentifier(file: SourceFile, node: Node, depth: number): string | undefined {
  const name = node['name'] as string;
  const binding = file.resolve(name, node);
  if (binding === undefined) return name;
  if (binding.from !== undefined) {
    const { module, name: imported } = binding.from;
    return imported === '*' || imported === 'default' ? module : `${module}.${imported}`;
  }
  if (binding.kind !== 'variable' || binding.path.includes('*')) return undefined;
  const [first, ...others] = binding.values;
  const value = first && qualifiedName(file, first, depth + 1);
  // `var fs = require('fs')` may be written again further down.
  if (value === undefined || others.some((each) => qualifiedName(file, each, depth + 1) !== value)) return undefined;
  return [value, ...binding.path].join('.');
}

function requiredModule(file: SourceFile, call: Node): string | undefined {
  const callee = child(call, 'callee');
  const argument = literalText(children(call, 'arguments')[0]);
  if (argument === undefined || callee?.type !== 'Identifier' || callee['name'] !== 'require') return undefined;
  return file.resolve('require', callee) === undefined || /createRequire/.test(file.text)
    ? moduleName(argument)
    : undefined;
}

/** `a.b.c` as it is written, `*` for what is calculated; undefined when it does not begin with a name. */
export function writtenPath(expression: Node | undefined): readonly string[] | undefined {
  if (expression === undefined) return undefined;
  const node = bare(expression);
  if (node.type === 'Identifier') return [node['name'] as string];
  if (node.type === 'ThisExpression') return ['this'];
  if (node.type !== 'MemberExpression') return undefined;
  const object = writtenPath(child(node, 'object'));
  const property =
    node['computed'] === true ? (literalText(child(node, 'property')) ?? '*') : nameOf(child(node, 'property'));
  return object && [...object, property ?? '*'];
}

/** What a name stands for where it is given one value; else the expression itself. */
export function writtenAs(file: SourceFile, node: Node): Node {
  const inner = bare(node);
  const binding = inner.type === 'Identifier' ? file.resolve(inner['name'] as string, inner) : undefined;
  const [value, ...others] = binding?.kind === 'variable' && binding.path.length === 0 ? binding.values : [];
  return value === undefined || others.length > 0 ? inner : bare(value);
}

/** `new URL(…)`, or a name for it. */
export function isUrl(node: Node | undefined, file: SourceFile): boolean {
  const made = node && writtenAs(file, node);
  return made?.type === 'NewExpression' && nameOf(child(made, 'callee')) === 'URL';
}

/** `/…/`, `new RegExp(…)`, or a name for it. */
export function isExpression(node: Node | undefined, file: SourceFile): boolean {
  const made = node && writtenAs(file, node);
  return made?.['regex'] !== undefined || nameOf(child(made, 'callee')) === 'RegExp';
}
