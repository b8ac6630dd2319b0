import { bare, child, children, enclosingFunction, isFunction, nameOf, type Node } from '../syntax/node.ts';
import { isExpression, isUrl, qualifiedName, writtenPath } from '../syntax/callee.ts';
import type { Binding } from '../syntax/binding.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import {
  callsOf,
  functionName,
  isExported,
  isHarmlessType,
  isPrivate,
  ownFunction,
  returnsOf,
} from './functions-of-file.ts';
import {
  fileOfRequest,
  ofParameter as ofRequestParameter,
  outsideCall,
  outsidePath,
  type OutsideData,
} from './outside-data.ts';

import { cleaners, joining, passing } from './calls-by-name.ts';
import { fromParser, givenByParser } from './command-line.ts';
import { fromEvent } from './event-of-github.ts';
import { fieldOfObject } from './object-fields.ts';
import { fromRouter } from './page-data.ts';
import { fromInput, ofMessage, ofStream } from './streamed-data.ts';

/** Data from outside that reaches an expression. */
export interface Trace extends OutsideData {
  readonly source: Node;
  /** What it went through, from source to sink: variables and calls. */
  readonly steps: readonly Node[];
  /** The names and fields that it went through, as they stand there: what is looked at before. */
  readonly through: readonly Node[];
  /** Text was put together with other text on the way: it is a part of what arrives. */
  readonly isPart?: true;
  /** It came out of `new URL(…)`, whose `search` and `hash` have no bracket and no double quotation mark. */
  readonly isUrlEncoded?: true;
}

export interface TraceOptions {
  /** The parameters of functions that are exported count as data of their callers. */
  readonly callers?: boolean;
  /** A shell reads it: what makes text harmless elsewhere does not there. */
  readonly intoShell?: boolean;
}

interface Search extends TraceOptions {
  readonly file: SourceFile;
  readonly seen: Set<Node>;
  /** How many functions were left for those that call them. */
  readonly calls: number;
  /** Calls whose functions were entered to see what they give back: their parameters are the arguments of these. */
  readonly entered: readonly { readonly own: Node; readonly call: Node }[];
}

/** Calls that are gone back, and functions that are gone into. */
const maxCalls = 2;

/** Where an expression's value comes from, as far as one function and two calls away; undefined when it is not from outside, or made harmless. */
export function trace(file: SourceFile, expression: Node, options: TraceOptions = {}): Trace | undefined {
  return search(expression, { file, seen: new Set(), calls: 0, entered: [], ...options });
}

function search(expression: Node, on: Search): Trace | undefined {
  const node = bare(expression);
  if (on.seen.has(node) || on.seen.size > 400) return undefined;
  on.seen.add(node);
  switch (node.type) {
    case 'Identifier':
      return through(node, ofName(node, on));
    case 'MemberExpression':
      return through(node, ofMember(node, on));
    case 'TemplateLiteral':
      return part(first(children(node, 'expressions'), on));
    case 'BinaryExpression':
      return node['operator'] === '+' ? part(first(both(node), on)) : undefined;
    case 'LogicalExpression':
      return first(both(node), on);
    case 'ConditionalExpression':
      return first([child(node, 'consequent'), child(node, 'alternate')], on);
    case 'AssignmentExpression':
      return first([child(node, 'right')], on);
    case 'ArrayExpression':
      return first(children(node, 'elements'), on);
    case 'ObjectExpression':
      return first(
        children(node, 'properties').map((property) => child(property, 'value') ?? child(property, 'argument')),
        on,
      );
    case 'SpreadElement':
      return first([child(node, 'argument')], on);
    case 'SequenceExpression':
      return first(children(node, 'expressions').slice(-1), on);
    case 'NewExpression':
    case 'CallExpression':
      return ofCall(node, on);
    default:
      return undefined;
  }
}

/** `opts.dir` stands for itself, and not for `opts` too. */
function through(node: Node, found: Trace | undefined): Trace | undefined {
  if (found === undefined) return undefined;
  const others = found.through.filter(({ start, end }) => start < node.start || end > node.end);
  return { ...found, through: [...others, node] };
}

function first(nodes: readonly (Node | undefined)[], on: Search): Trace | undefined {
  for (const node of nodes) {
    const found = node && search(node, on);
    if (found) return found;
  }
  return undefined;
}

function part(found: Trace | undefined): Trace | undefined {
  return found && { ...found, isPart: true };
}

function both(node: Node): readonly (Node | undefined)[] {
  return [child(node, 'left'), child(node, 'right')];
}

function ofName(node: Node, on: Search): Trace | undefined {
  const binding = on.file.resolve(node['name'] as string, node);
  if (binding === undefined && node['name'] === 'arguments') return ofArguments(node, on);
  if (binding === undefined) return undefined;
  if (binding.from !== undefined) {
    const direct = outsidePath(on.file, [node['name'] as string], node);
    return direct && { ...direct, source: node, steps: [], through: [] };
  }
  if (binding.parameter !== undefined) return ofParameter(binding, on);
  const event = fromEvent(on.file, node);
  if (event) return { ...event, source: node, steps: [binding.node], through: [] };
  const isPut = isAddedTo(binding);
  const streamed = ofStream(on.file, binding);
  if (streamed) return { ...streamed, steps: [binding.node] };
  for (const value of [...binding.values, ...binding.added]) {
    const path = writtenPath(value);
    const direct =
      (path && outsidePath(on.file, [...path, ...binding.path], node)) ?? fromRouter(on.file, value, binding.path);
    if (direct)
      return { ...direct, source: value, steps: [binding.node], through: [value], ...(isPut && { isPart: true }) };
    const found = isFunction(bare(value)) ? undefined : search(value, on);
    if (found) return { ...found, steps: [...found.steps, binding.node], ...(isPut && { isPart: true }) };
  }
  return undefined;
}

/** `text += …` */
function isAddedTo({ values }: Binding): boolean {
  return values.some(({ parent }) => parent?.type === 'AssignmentExpression' && parent['operator'] === '+=');
}

function ofParameter(binding: Binding, on: Search): Trace | undefined {
  const { of, index } = binding.parameter as { of: Node; index: number };
  const parameter = children(of, 'params')[index];
  const direct = ofRequestParameter(on.file, { of, index }, { path: binding.path }) ?? givenByParser(on.file, of);
  if (direct) return { ...direct, source: binding.node, steps: [], through: [] };
  const callback = ofCallback(of, index, on);
  if (callback) return callback;
  const entered = on.entered.at(-1);
  if (entered?.own === of) {
    const argument = children(entered.call, 'arguments')[index];
    const found = argument && search(argument, { ...on, entered: on.entered.slice(0, -1) });
    return found && { ...found, steps: [...found.steps, binding.node] };
  }
  if (on.calls < maxCalls) {
    for (const call of callsOf(on.file, of)) {
      const argument = children(call, 'arguments')[index];
      const found = argument && search(argument, { ...on, calls: on.calls + 1 });
      if (found) return { ...found, steps: [...found.steps, call, binding.node] };
    }
  }
  if (on.callers === true && isExported(of) && !isHarmlessType(parameter) && !isPrivate(of))
    return {
      kind: 'caller',
      what: `what callers of ${functionName(of) ?? 'this module'} give for ${binding.name}`,
      source: binding.node,
      steps: [],
      through: [],
    };
  return undefined;
}

/** All that a function is called with. */
function ofArguments(node: Node, on: Search): Trace | undefined {
  const of = enclosingFunction(node);
  if (of === undefined || on.callers !== true || !isExported(of) || isPrivate(of)) return undefined;
  return {
    kind: 'caller',
    what: `what callers of ${functionName(of) ?? 'this module'} give`,
    source: node,
    steps: [],
    through: [],
  };
}

/** `lines.map((line) => …)`, `stream.on('data', (chunk) => …)`, `fetch(…).then((answer) => …)`. */
function ofCallback(of: Node, index: number, on: Search): Trace | undefined {
  const call = of.parent;
  const callee = call?.type === 'CallExpression' ? child(call, 'callee') : undefined;
  if (callee?.type !== 'MemberExpression') return undefined;
  const method = nameOf(child(callee, 'property')) ?? '';
  if (/^(on|once|addListener|question|subscribe)$/.test(method)) return ofMessage(on.file, call as Node, callee);
  if (index > 0) return undefined;
  if (!/^(map|forEach|flatMap|filter|then|find|some|every|reduce)$/.test(method)) return undefined;
  const object = child(callee, 'object');
  return object && search(object, on);
}

function ofMember(node: Node, on: Search): Trace | undefined {
  const path = writtenPath(node);
  const direct =
    (path && outsidePath(on.file, path, node)) ??
    fromParser(on.file, node) ??
    fromRouter(on.file, node) ??
    fromEvent(on.file, node);
  const property = nameOf(child(node, 'property'));
  if (property === 'length' || property === 'size') return undefined;
  const object = child(node, 'object');
  const found = direct ? { ...direct, source: node, steps: [], through: [] } : object && ofField(node, object, on);
  // Where a file was put is the server's own choice; what it was called is the stranger's.
  if (found?.what === fileOfRequest && /^(path|filename|filepath|destination|tempFilePath)$/.test(property ?? ''))
    return undefined;
  const isEncoded = direct === undefined && /^(search|hash)$/.test(property ?? '') && isUrl(object, on.file);
  return found && isEncoded ? { ...found, isUrlEncoded: true } : found;
}

function ofField(node: Node, object: Node, on: Search): Trace | undefined {
  const field = fieldOfObject(on.file, node, object);
  if (field === undefined) return search(object, on);
  const found = first(field.values, on);
  return found && { ...found, steps: [...found.steps, field.declared] };
}

function ofCall(node: Node, on: Search): Trace | undefined {
  const callee = child(node, 'callee');
  const name = qualifiedName(on.file, callee);
  const path = writtenPath(callee);
  const known = (name === undefined ? undefined : outsideCall(on.file, name)) ?? fromRouter(on.file, node);
  const outside =
    known ?? (path && outsidePath(on.file, path, node, true)) ?? fromParser(on.file, node) ?? fromInput(on.file, node);
  if (outside) return { ...outside, source: node, steps: [], through: [] };
  const method =
    callee && bare(callee).type === 'MemberExpression' ? nameOf(child(bare(callee), 'property')) : undefined;
  const called = method ?? (callee && nameOf(bare(callee)));
  // Quotes around it keep no $(…) from a shell, nor does the last part of a path.
  if (on.intoShell === true && /^(JSON\.stringify|path\.(posix\.)?basename)$/.test(name ?? ''))
    return first(children(node, 'arguments').slice(0, 1), on);
  if (called !== undefined && cleaners.test(called) && !/^(replace|replaceAll)$/.test(called)) return undefined;
  // Taking characters out is what a careful hand does; whether it takes out the right ones is not for a machine to say.
  if (method === 'replace' || method === 'replaceAll') return undefined;
  // Array.prototype.slice.call(arguments)
  if (/^Array\.prototype\.\w+\.(call|apply)$/.test(name ?? ''))
    return first(children(node, 'arguments').slice(0, 1), on);
  if (name !== undefined && joining.test(name)) {
    const found = first(children(node, 'arguments'), on);
    return name === 'util.format' ? part(found) : found;
  }
  const own = callee && ownFunction(on.file, bare(callee));
  if (own !== undefined) return ofOwn(node, own, on);
  if (method === 'exec' && isExpression(child(bare(callee as Node), 'object'), on.file))
    return first(children(node, 'arguments').slice(0, 1), on);
  if (method !== undefined && passing.test(method)) {
    const object = child(bare(callee as Node), 'object');
    if (method === 'map' || method === 'flatMap') return ofMapped(node, object, on);
    const found = first([object, ...(method === 'concat' ? children(node, 'arguments') : [])], on);
    return method === 'concat' || method === 'join' ? part(found) : found;
  }
  return undefined;
}

/** `names.map((name) => quoted(name))`: what the function makes of each, where it stands there. */
function ofMapped(call: Node, object: Node | undefined, on: Search): Trace | undefined {
  const by = children(call, 'arguments')[0];
  const own = by && bare(by);
  if (own?.type === 'Identifier' && cleaners.test(own['name'] as string)) return undefined;
  if (own === undefined || !isFunction(own)) return first([object], on);
  const body = child(own, 'body');
  return first(body && body.type !== 'BlockStatement' ? [body] : returnsOf(on.file, own), on);
}

/** What a function of this file gives back, when that is data from outside or one of its arguments. */
function ofOwn(call: Node, own: Node, on: Search): Trace | undefined {
  if (on.entered.length >= maxCalls || on.entered.some((each) => each.own === own)) return undefined;
  const inner: Search = { ...on, entered: [...on.entered, { own, call }] };
  const body = child(own, 'body');
  const returns = body && body.type !== 'BlockStatement' ? [body] : returnsOf(on.file, own);
  for (const value of returns) {
    const found = search(value, inner);
    if (found) return { ...found, steps: [...found.steps, call] };
  }
  return undefined;
}
