import { functionName } from '../flow/trace.ts';
import { bare, child, enclosingFunction, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, gradeOf, unguarded, type CodeFinding, type CodeRule } from './rule.ts';

/** Who names these, or copies into an object without a prototype, has thought of it. */
const knowsTheTrap =
  /__proto__|['"`]prototype['"`]|['"`]constructor['"`]|Object\.create\(null\)|new Map\b|is(Un)?[sS]afe|[pP]rototypePollut|propertyIsEnumerable/;
/** A path leads to the prototype by `constructor.prototype` too: `__proto__` alone is half a guard there. */
const knowsPaths =
  /['"`]prototype['"`]|['"`]constructor['"`]|\bconstructor\b.*\bprototype\b|Object\.create\(null\)|new Map\b|is(Un)?[sS]afe|hasOwn|getOwnPropertyNames/;

/** A recursive copy or a setter by path that takes `__proto__` for a name like any other. */
export const prototypePollution: CodeRule = {
  id: 'prototype-pollution',
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Prototype_Pollution_Prevention_Cheat_Sheet.html',
  words: /\[[^\]'"`]+\]\s*=(?!=)/,
  check: (file) => {
    const assignments = (file.nodes.get('AssignmentExpression') ?? []).filter(
      (each) => each['operator'] === '=' || each['operator'] === '||=' || each['operator'] === '??=',
    );
    return [
      ...assignments.flatMap((each) => requestKeys(file, each)),
      ...deepCopies(file, assignments),
      ...pathSetters(file, assignments),
    ];
  },
};

/** `for (const key in source) … target[key] = merge(target[key], source[key])`, also by variables, in any of the usual loops over names. */
function deepCopies(file: SourceFile, assignments: readonly Node[]): CodeFinding[] {
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
      (each) => each.start >= own.start && each.end <= own.end && isKeyed(child(each, 'left'), pair.key),
    );
    const written = target && nameOf(child(child(target, 'left'), 'object'));
    // What the target does not have itself is not gone into.
    if (target === undefined || (written && new RegExp(`hasOwn\\w*(\\.call)?\\(\\s*${written}\\b`).test(text)))
      return [];
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

/** `for (const key of path.split('.')) … object = object[key]`, and then `object[last] = value`. */
function pathSetters(file: SourceFile, assignments: readonly Node[]): CodeFinding[] {
  const found = new Map<Node, CodeFinding>();
  for (const step of assignments) {
    const name = nameOf(child(step, 'left'));
    const inner = enclosingFunction(step);
    if (name === undefined || inner === undefined || !goesInto(child(step, 'right'), name) || !isInLoop(step, inner))
      continue;
    const own = whereDeclared(file, step, { name, inner });
    const text = file.textOf(own);
    if (!/split\(|[pP]ath|\b(keys|props|segments|parts)\b/.test(text) || knowsPaths.test(text) || isHalfEnough(text))
      continue;
    const followers = new Set([
      name,
      ...[...text.matchAll(new RegExp(`([\\w$]+)\\s*=\\s*${escaped(name)}\\s*[;,\\n]`, 'g'))].map(([, each]) => each),
    ]);
    const write = assignments.find((each) => {
      const left = child(each, 'left');
      if (enclosingFunction(each) !== own || left?.['computed'] !== true || isEmptyObject(child(each, 'right')))
        return false;
      const key = child(left, 'property');
      return followers.has(nameOf(child(left, 'object'))) && key?.type !== 'Literal' && key?.type !== 'UnaryExpression';
    });
    if (write === undefined || found.has(own) || guardsElsewhere(file, own)) continue;
    found.set(own, {
      node: write,
      title: 'A setter by path writes to the prototype of all objects',
      severity: 'high',
      confidence: 'medium',
      reasons: [
        'a path such as "__proto__.admin" or "constructor.prototype.admin" sets a property of every object of the process',
      ],
      mend: {
        text: 'Refuse the names __proto__, constructor and prototype in a path, or step only into own properties',
      },
    });
  }
  return [...found.values()];
}

/** Of a step in `keys.forEach((key) => { object = object[key]; })` the function around, where the object comes from and is written to. */
function whereDeclared(file: SourceFile, step: Node, { name, inner }: { name: string; inner: Node }): Node {
  const declared = file.resolve(name, child(step, 'left') as Node)?.node;
  const outer = enclosingFunction(inner);
  const isInside = declared !== undefined && declared.start >= inner.start && declared.end <= inner.end;
  return isInside || outer === undefined || inner.parent?.type !== 'CallExpression' ? inner : outer;
}

/** Without `__proto__` the prototype is reached by `constructor` alone, which is a function: who goes into objects only is safe. */
function isHalfEnough(text: string): boolean {
  return /__proto__/.test(text) && /typeof\b[^;\n]*['"`]object['"`]|\[object Object\]/.test(text);
}

/** Who refuses `__proto__` alone and takes functions for objects has closed half of the door. */
function isSafe(file: SourceFile, text: string): boolean {
  if (!knowsTheTrap.test(text)) return false;
  const isHalf = /__proto__/.test(text) && !knowsTheTrap.test(text.replaceAll('__proto__', ''));
  return !isHalf || !/\bisObject\w*\([^)]*\)\s*\{[^}]*['"`]function['"`]/.test(file.text);
}

/** The names may be refused where the path is taken apart. */
function guardsElsewhere(file: SourceFile, own: Node): boolean {
  const outside = file.text.slice(0, own.start) + file.text.slice(own.end);
  return /__proto__/.test(outside) && /['"`]?constructor['"`]?/.test(outside);
}

/** `object[key]`, `object[key] = {}`, `object[key] || {}`. */
function goesInto(node: Node | undefined, name: string): boolean {
  const inner = node && bare(node);
  if (inner?.type === 'MemberExpression') {
    const key = child(inner, 'property');
    return inner['computed'] === true && key?.type !== 'Literal' && nameOf(child(inner, 'object')) === name;
  }
  if (inner?.type === 'AssignmentExpression' || inner?.type === 'LogicalExpression')
    return goesInto(child(inner, 'left'), name);
  return inner?.type === 'ConditionalExpression' && goesInto(child(inner, 'consequent'), name);
}

function isInLoop(node: Node, own: Node): boolean {
  for (let at = node.parent; at !== undefined && at !== own; at = at.parent)
    if (/^(For|While|DoWhile)/.test(at.type)) return true;
  const call = own.parent;
  return call?.type === 'CallExpression' && nameOf(child(child(call, 'callee'), 'property')) === 'forEach';
}

function isEmptyObject(node: Node | undefined): boolean {
  return node?.type === 'ObjectExpression' || node?.type === 'ArrayExpression';
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

function escaped(name: string): string {
  return name.replaceAll('$', String.raw`\$`);
}

/** `store[request.body.a][request.body.b] = value` */
function requestKeys(file: SourceFile, assignment: Node): CodeFinding[] {
  const left = child(assignment, 'left');
  const object = child(left, 'object');
  if (left?.['computed'] !== true || object?.['computed'] !== true || left.type !== 'MemberExpression') return [];
  const outer = child(object, 'property');
  const flow = outer && unguarded(file, outer);
  const own = enclosingFunction(assignment);
  if (flow?.kind !== 'request' || (own && knowsTheTrap.test(file.textOf(own)))) return [];
  return [
    {
      node: assignment,
      title: 'A request chooses the object that is written to',
      ...gradeOf(flow, 'high'),
      reasons: ['with the name "__proto__" it sets properties of every object of the process'],
      mend: { text: 'Keep such data in a Map, or refuse the names __proto__, constructor and prototype' },
      flow,
    },
  ];
}
