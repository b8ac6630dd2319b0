import { functionName } from '../flow/functions-of-file.ts';
import { writtenAs } from '../syntax/callee.ts';
import { bare, child, children, enclosingFunction, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { escaped, guardsElsewhere, knowsTheTrap } from './prototype-guards.ts';
import { callsIn, type CodeFinding } from './rule.ts';

/** `for (const key in source) … target[key] = merge(target[key], source[key])`, also by variables, in any of the usual loops over names. */
export function deepCopies(file: SourceFile, assignments: readonly Node[]): CodeFinding[] {
  return callsIn(file).flatMap(({ node, method, args }) => {
    if (method === undefined || args.length < 2) return [];
    const own = namedFunctionAround(node, method);
    if (own === undefined) return [];
    const text = file.textOf(own);
    const reads = args.flatMap((arg) => keyedReads(file, arg, 2));
    const pair = reads.find(({ key, object }) =>
      reads.some((other) => other.key === key && other.object !== object && isLoopOverNames(text, file.text, key)),
    );
    if (pair === undefined || isSafe(file, text) || guardsElsewhere(file, own)) return [];
    const target = assignments.find(
      (each) =>
        each.start >= own.start &&
        each.end <= own.end &&
        isKeyed(child(each, 'left'), pair.key) &&
        // `seen[key] = true` copies nothing.
        child(each, 'right')?.type !== 'Literal',
    );
    const written = target && nameOf(child(child(target, 'left'), 'object'));
    // A copy into a new object changes that one's prototype, unless the next level is one that it has.
    if (
      target &&
      isNew(file, child(child(target, 'left'), 'object')) &&
      !reads.some(({ object }) => object === written)
    )
      return [];
    if (target === undefined || (written !== undefined && asksForOwn(text, written))) return [];
    // `target[key] = merge({}, target[key], source[key])`: the next level is a new object too.
    const next = args[children(own, 'params').findIndex((parameter) => nameOf(parameter) === written)];
    if (written !== undefined && next && isNew(file, next)) return [];
    return [
      {
        node,
        title: 'A deep copy writes to the prototype of all objects',
        severity: 'high',
        confidence: 'medium',
        reasons: [
          'data with the name "__proto__", as JSON.parse gives it, sets properties of every object of the process: rights, options, commands',
        ],
        mend: { text: 'Leave the names __proto__, constructor and prototype out, or copy into Object.create(null)' },
      },
    ];
  });
}

/** What the target does not have itself is not gone into: `Object.hasOwn(target, key)`, `target.hasOwnProperty(key)`. */
function asksForOwn(text: string, target: string): boolean {
  const name = escaped(target);
  return new RegExp(
    String.raw`(?:[hH]asOwn\w*(?:\.call)?|_\.has)\(\s*${name}\b|(?<![\w$.])${name}\.hasOwnProperty\(`,
  ).test(text);
}

/** It stands for an object that is made here: `{}`, `[]`, `Object.assign({}, …)`. */
function isNew(file: SourceFile, node: Node | undefined): boolean {
  const made = node && writtenAs(file, node);
  const values =
    made?.type === 'ConditionalExpression' ? [child(made, 'consequent'), child(made, 'alternate')] : [made];
  return values.every(
    (value) =>
      /^(Object|Array)Expression$/.test(value?.type ?? '') ||
      (value !== undefined && /^Object\.assign\(\s*\{\s*\}/.test(file.textOf(value))),
  );
}

/** Who refuses `__proto__` alone and takes functions for objects has closed half of the door. */
function isSafe(file: SourceFile, text: string): boolean {
  if (!knowsTheTrap.test(text)) return false;
  const isHalf = /__proto__/.test(text) && !knowsTheTrap.test(text.replaceAll('__proto__', ''));
  return !isHalf || !/\bisObject\w*\([^)]*\)\s*\{[^}]*['"`]function['"`]/.test(file.text);
}

function namedFunctionAround(node: Node, name: string): Node | undefined {
  for (let at = enclosingFunction(node); at !== undefined; at = enclosingFunction(at))
    if (functionName(at) === name || declaredName(at) === name) return at;
  return undefined;
}

/** `const merge = (module.exports = function …)` */
function declaredName(own: Node): string | undefined {
  let at = own.parent;
  while (at !== undefined && /^(AssignmentExpression|ParenthesizedExpression)$/.test(at.type)) at = at.parent;
  return at?.type === 'VariableDeclarator' ? nameOf(child(at, 'id')) : undefined;
}

interface KeyedRead {
  readonly object: string;
  readonly key: string;
}

/** The `object[key]` that an expression is or may have been set to. */
function keyedReads(file: SourceFile, node: Node, depth: number): KeyedRead[] {
  const inner = bare(node);
  if (inner.type === 'MemberExpression' && inner['computed'] === true) {
    const key = child(inner, 'property');
    const object = child(inner, 'object');
    return key?.type === 'Identifier' && object !== undefined
      ? [{ key: key['name'] as string, object: file.textOf(object) }]
      : [];
  }
  if (inner.type === 'ConditionalExpression' || inner.type === 'LogicalExpression')
    return ['left', 'right', 'consequent', 'alternate'].flatMap((field) => {
      const part = child(inner, field);
      return part ? keyedReads(file, part, depth) : [];
    });
  if (inner.type !== 'Identifier' || depth === 0) return [];
  const binding = file.resolve(inner['name'] as string, inner);
  if (binding?.kind !== 'variable' || binding.path.length > 0) return [];
  return binding.values.flatMap((value) => keyedReads(file, value, depth - 1));
}

/** Whether a name runs over the property names of an object. */
function isLoopOverNames(text: string, whole: string, key: string): boolean {
  const name = escaped(key);
  const names = String.raw`(?:Object\.(?:keys|entries|getOwnPropertyNames)|Reflect\.ownKeys)\(`;
  if (
    new RegExp(String.raw`for\s*\(\s*(?:(?:var|let|const)\s+)?\[?\s*${name}\b[^)]*?\s(?:in\b|of\s+${names})`).test(text)
  )
    return true;
  if (
    new RegExp(
      String.raw`${names}[^)]*\)\s*\.(?:forEach|map|reduce)\(\s*(?:async\s+)?(?:function\s*\w*\s*)?\(?[^)=]*\b${name}\b`,
    ).test(text)
  )
    return true;
  const list = new RegExp(String.raw`\b${name}\s*=\s*([\w$]+)\[`).exec(text)?.[1];
  return list !== undefined && new RegExp(String.raw`\b${escaped(list)}\s*=\s*${names}`).test(whole);
}

function isKeyed(node: Node | undefined, key: string): boolean {
  const inner = node && bare(node);
  return (
    inner?.type === 'MemberExpression' &&
    inner['computed'] === true &&
    child(inner, 'property')?.type === 'Identifier' &&
    nameOf(child(inner, 'property')) === key
  );
}
