import { writtenAs, writtenPath } from '../syntax/callee.ts';
import { bare, child, children, enclosingFunction, isNode, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import type { Trace } from './trace.ts';

type Path = readonly string[];

/** What asks whether a value is one of some, or has a form. */
const asking = /^(includes|has|test|indexOf|hasOwn|hasOwnProperty|match|exec)$/;
/** What gives something out of the value, and is a question only where it is one. */
const giving = /^(match|exec|indexOf)$/;
const validating = /^(valid\w*|assert\w*|is[A-Z]\w*|check\w*|verify\w*|ensure\w*|safe\w*)$/;
/** What they ask is whether something is there, of what type it is, or who asks: any text passes. */
const passesText =
  /^(is(Array|String|Empty|Nil|Null|Undefined|NullOrUndefined|Defined|Object|PlainObject|Function|Buffer|Blank|View)|\w*(Auth|Login|LoggedIn|Admin|Permission|Role|User|Session|Csrf|Method|Ready|Connect)\w*)$/;

/**
 * Whether the value is looked at before it arrives: compared with another, searched in a list, held against a pattern. That it is there, that it is a text, and
 * what else the same request has, says nothing about it. Whether it is the right check is not for a machine to say.
 */
export function isLookedAt(file: SourceFile, sink: Node, { through, steps, source }: Trace): boolean {
  const ways = [...through, ...steps, source].flatMap((node) => {
    const path = writtenPath(node);
    return path === undefined ? [] : [path];
  });
  const functions = new Set([sink, ...through, ...steps].map((node) => enclosingFunction(node) ?? file.program));
  return [...functions].some((within) => {
    const isAround = within.start <= sink.start && within.end >= sink.end;
    const last = isAround ? sink : through.find((node) => enclosingFunction(node) === within);
    const end = last?.start ?? within.end;
    const isBefore = (node: Node): boolean => node.start >= within.start && node.end <= end;
    return questionsIn(file).some(({ node, about, isWhole }) => {
      if (!isBefore(node)) return false;
      return about.some((path) => ways.some((way) => concerns(path, way, isWhole)));
    });
  });
}

/** The same value or a part of it; of a question about everything (`validate(req.body)`) also what it is a part of. */
function concerns(path: Path, way: Path, isWhole: boolean): boolean {
  const shorter = path.length < way.length ? path : way;
  if (!shorter.every((name, at) => name === path[at] && name === way[at])) return false;
  return path.length >= way.length || isWhole;
}

interface Question {
  readonly node: Node;
  readonly about: readonly Path[];
  readonly isWhole: boolean;
}

/** Every question of a file, once. */
function questionsIn(file: SourceFile): readonly Question[] {
  const known = remembered.get(file);
  if (known) return known;
  const questions = [
    ...(file.nodes.get('CallExpression') ?? []).flatMap((call) => asked(file, call)),
    ...(file.nodes.get('BinaryExpression') ?? []).flatMap(compared),
    ...(file.nodes.get('SwitchStatement') ?? []).flatMap((statement): Question[] => {
      const node = child(statement, 'discriminant');
      return node ? [{ node, about: pathsIn(node), isWhole: false }] : [];
    }),
  ];
  remembered.set(file, questions);
  return questions;
}
const remembered = new WeakMap<SourceFile, readonly Question[]>();

function asked(file: SourceFile, node: Node): Question[] {
  const callee = child(node, 'callee');
  const inner = callee && bare(callee);
  const object = inner?.type === 'MemberExpression' ? child(inner, 'object') : undefined;
  const name = nameOf(inner?.type === 'MemberExpression' ? child(inner, 'property') : inner) ?? '';
  const args = children(node, 'arguments');
  if (asking.test(name) && object !== undefined)
    return isUsed(node, name) && ![object, ...args].some((each) => takesAnyText(file, each))
      ? [{ node, about: [object, ...args].flatMap((each) => pathsIn(each)), isWhole: false }]
      : [];
  if (!validating.test(name) || passesText.test(name)) return [];
  return [
    { node, about: args.flatMap((each) => pathsIn(each)), isWhole: true },
    { node, about: pathsIn(object), isWhole: false },
  ];
}

/** `/^https:.+/`: whatever comes after, or before, is taken. */
function takesAnyText(file: SourceFile, node: Node): boolean {
  const { pattern = '' } = (writtenAs(file, node)['regex'] ?? {}) as { pattern?: string };
  return /(?<!\\)\.\)?[*+]/.test(pattern);
}

/** Somebody hears the answer: `list.includes(x);` alone does nothing, and `const found = /…/.exec(x)` takes something out. */
function isUsed(node: Node, name: string): boolean {
  let at = node.parent;
  while (
    at !== undefined &&
    /^(ChainExpression|ParenthesizedExpression|AwaitExpression|TS\w+Expression)$/.test(at.type)
  )
    at = at.parent;
  if (at === undefined || at.type === 'ExpressionStatement') return false;
  return !(
    giving.test(name) && /^(VariableDeclarator|AssignmentExpression|MemberExpression|CallExpression)$/.test(at.type)
  );
}

function compared(node: Node): Question[] {
  const operator = node['operator'] as string;
  const left = child(node, 'left');
  const right = child(node, 'right');
  if (left === undefined || right === undefined) return [];
  if (operator === 'in') return [{ node, about: pathsIn(left), isWhole: false }];
  if (!/^[!=]==?$/.test(operator)) return [];
  const about = [
    [left, right],
    [right, left],
  ].flatMap(([side, other]) => (side && other && tells(side, other) ? pathsIn(side) : []));
  return about.length === 0 || leavesOneOut(node, about) ? [] : [{ node, about, isWhole: false }];
}

/** `name === 'new' ? '' : name`, `if (name === 'new') return`: every other value goes on. */
function leavesOneOut(node: Node, about: readonly Path[]): boolean {
  const { parent } = node;
  const isLiteral = ['left', 'right'].some((side) => child(node, side)?.type === 'Literal');
  if (parent === undefined || !isLiteral || child(parent, 'test') !== node) return false;
  const isEqual = /^===?$/.test(node['operator'] as string);
  const left = child(parent, isEqual ? 'consequent' : 'alternate');
  const others = child(parent, isEqual ? 'alternate' : 'consequent');
  if (parent.type === 'IfStatement') return isEqual && others === undefined && isEnd(left);
  const isIn = (part: Node | undefined): boolean =>
    pathsIn(part).some((path) => about.some((way) => concerns(path, way, true)));
  return parent.type === 'ConditionalExpression' && isIn(others) && !isIn(left);
}

/** What follows is not done. */
function isEnd(statement: Node | undefined): boolean {
  const last = statement?.type === 'BlockStatement' ? children(statement, 'body').at(-1) : statement;
  return /^(Return|Throw|Continue)Statement$/.test(last?.type ?? '');
}

/** That something is not empty, or is a text, tells nothing of it. */
function tells(side: Node, other: Node): boolean {
  const value = bare(other);
  const isTypeof = side.type === 'UnaryExpression' && side['operator'] === 'typeof';
  if (isTypeof) return /^(number|boolean|bigint)$/.test(literalText(value) ?? '');
  if (value.type === 'Identifier') return value['name'] !== 'undefined' && value['name'] !== 'NaN';
  if (value.type === 'UnaryExpression') return value['operator'] !== 'void';
  return (
    value.type !== 'Literal' ||
    (value['value'] !== null && value['value'] !== '' && typeof value['value'] !== 'boolean')
  );
}

/** The names and fields in an expression, as far out as they go; how long a text is says nothing of it. */
function pathsIn(expression: Node | undefined): readonly Path[] {
  if (expression === undefined) return [];
  const node = bare(expression);
  const path = writtenPath(node);
  if (path !== undefined) return /^(length|size)$/.test(path.at(-1) ?? '') ? [] : [path];
  if (node.type === 'MemberExpression') return pathsIn(child(node, 'object'));
  if (/^(Function|ArrowFunction|Class)Expression$/.test(node.type)) return [];
  return Object.entries(node).flatMap(([field, value]) => {
    if (field === 'parent') return [];
    return (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isNode).flatMap((each) => pathsIn(each));
  });
}
