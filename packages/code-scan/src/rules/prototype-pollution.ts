import { callsOf, isExported } from '../flow/functions-of-file.ts';
import { bare, child, children, enclosingFunction, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { deepCopies } from './deep-copies.ts';
import { escaped, guardsElsewhere, knowsTheTrap, textBehind } from './prototype-guards.ts';
import { gradeOf, unguarded, type CodeFinding, type CodeRule } from './rule.ts';

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
    if (!/split\(|[pP]ath|\b(keys|props|segments|parts)\b/.test(text) || knowsPaths.test(text)) continue;
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
    if (write === undefined || found.has(own) || isHalfEnough(file, own) || guardsElsewhere(file, own)) continue;
    const isChosen = isFromText(text) || functionsAround(own).some((each) => takesPath(file, each));
    found.set(own, {
      node: write,
      title: 'A setter by path writes to the prototype of all objects',
      severity: 'high',
      confidence: isChosen ? 'medium' : 'low',
      reasons: [
        'a path such as "__proto__.admin" or "constructor.prototype.admin" sets a property of every object of the process',
        ...(isChosen ? [] : ['nothing here says that others choose the path']),
      ],
      mend: {
        text: 'Refuse the names __proto__, constructor and prototype in a path, or step only into own properties',
      },
    });
  }
  return [...found.values()];
}

/** A path that was text. */
function isFromText(text: string): boolean {
  return /split\w*\(|\bmatch\(|\btoPath\(/i.test(text);
}

/** A function and those that it stands in. */
function functionsAround(own: Node): Node[] {
  const outer = enclosingFunction(own);
  return outer === undefined ? [own] : [own, ...functionsAround(outer)];
}

/** Whether whoever calls it gives the path: other files, or this one, with more than lists and fields of its own. */
function takesPath(file: SourceFile, own: Node): boolean {
  const place = children(own, 'params').findIndex((parameter) =>
    /path|^(keys|props|segments|parts)$/i.test(nameOf(parameter) ?? nameOf(child(parameter, 'left')) ?? ''),
  );
  if (place < 0) return false;
  const calls = isExported(own) ? [] : callsOf(file, own);
  const given = calls.map((call) => children(call, 'arguments')[place]);
  return (
    calls.length === 0 || given.some((each) => each?.type !== 'ArrayExpression' && each?.type !== 'MemberExpression')
  );
}

/** Of a step in `keys.forEach((key) => { object = object[key]; })` the function around, where the object comes from and is written to. */
function whereDeclared(file: SourceFile, step: Node, { name, inner }: { name: string; inner: Node }): Node {
  const declared = file.resolve(name, child(step, 'left') as Node)?.node;
  const outer = enclosingFunction(inner);
  const isInside = declared !== undefined && declared.start >= inner.start && declared.end <= inner.end;
  return isInside || outer === undefined || inner.parent?.type !== 'CallExpression' ? inner : outer;
}

/** Without `__proto__` the prototype is reached by `constructor` alone, which is a function: who goes into objects only is safe. */
function isHalfEnough(file: SourceFile, own: Node): boolean {
  const text = file.textOf(own);
  if (!file.text.includes('__proto__') || !/typeof\b[^;\n]*['"`]object['"`]|\[object Object\]/.test(text)) return false;
  return text.includes('__proto__') || textBehind(file, own).includes('__proto__');
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
