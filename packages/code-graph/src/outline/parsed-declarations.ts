import { parseSync, type Class, type Program } from 'oxc-parser';
import { dialectOf } from '../imports/find-specifiers.ts';
import type { Declaration } from './declaration.ts';

type Statement = Program['body'][number];

interface Part {
  readonly name: string;
  /** Offsets. */
  readonly start: number;
  readonly end: number;
}

/**
 * The declarations of a script; undefined when it cannot be parsed. A class of more than `splitAbove` lines is given as its members,
 * a suite of tests as the tests in it.
 */
export function parsedDeclarations(path: string, text: string, splitAbove: number): readonly Declaration[] | undefined {
  const program = programOf(path, text);
  if (!program) return undefined;
  const lineAt = createLineFinder(text);
  const isLong = ({ start, end }: Part): boolean => lineAt(end) - lineAt(start) >= splitAbove;
  const split = (statement: Statement): readonly Part[] => {
    const parts = partsOf(statement, text);
    if (!parts.some(isLong)) return parts;
    const inner = [...membersOf(statement, text), ...blockOf(statement).flatMap(split)];
    return inner.length > 0 ? inner : parts;
  };
  return program.body
    .flatMap(split)
    .map(({ name, start, end }) => ({ name, startLine: lineAt(start), endLine: lineAt(end - 1) }));
}

/** The statements within a call that is given a function last: a suite of tests, a wrapper around a whole file. */
function blockOf(statement: Statement): readonly Statement[] {
  const node = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
  const last = node?.type === 'CallExpression' ? node.arguments.at(-1) : undefined;
  if (last?.type !== 'FunctionExpression' && last?.type !== 'ArrowFunctionExpression') return [];
  return last.body && 'body' in last.body && Array.isArray(last.body.body) ? last.body.body : [];
}

function programOf(path: string, text: string): Program | undefined {
  try {
    const { program, errors } = parseSync(`file.${dialectOf(path, text)}`, text, { sourceType: 'unambiguous' });
    return errors.length > 0 ? undefined : program;
  } catch {
    return undefined;
  }
}

function partsOf(statement: Statement, text: string): readonly Part[] {
  const { start, end } = statement;
  const name = nameOf(declared(statement), text);
  return name === undefined ? [] : [{ name, start, end }];
}

function declared(statement: Statement): Statement | { readonly type: string } | null {
  return statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
    ? statement.declaration
    : statement;
}

/** Undefined for what declares nothing: imports, lists of exports, loose statements. */
function nameOf(node: ReturnType<typeof declared>, text: string): string | undefined {
  if (node === null) return undefined;
  if ('id' in node) return node.id ? text.slice(node.id.start, node.id.end).replace(/[\s:].*$/s, '') : 'default';
  if ('declarations' in node) {
    if (node.declarations.every(({ init }) => isRequire(init, text))) return undefined;
    return node.declarations.map(({ id }) => text.slice(id.start, id.end).replace(/\s*:.*$/s, '')).join(', ');
  }
  if (!('expression' in node) || typeof node.expression === 'boolean') return undefined;
  const { expression } = node;
  if (expression.type === 'AssignmentExpression') return text.slice(expression.left.start, expression.left.end);
  const isBlock = expression.type === 'CallExpression' && text.slice(expression.start, expression.end).includes('\n');
  if (!isBlock) return undefined;
  const name =
    text
      .slice(expression.start, expression.end)
      .split(/\n|,|\(\s*\)\s*=>/)[0]
      ?.trim() ?? '';
  return /\([^)]*$/.test(name) ? `${name})` : name;
}

function isRequire(init: { readonly start: number; readonly end: number } | null, text: string): boolean {
  return init !== null && /^require\s*\(/.test(text.slice(init.start, init.end));
}

/** The members of a class, with its head as the first. */
function membersOf(statement: Statement, text: string): readonly Part[] {
  const node = declared(statement);
  if (node === null || !(node.type === 'ClassDeclaration' || node.type === 'ClassExpression')) return [];
  const { id, body } = node as Class;
  const own = id?.name ?? 'default';
  const [first] = body.body;
  if (!first) return [];
  const head = { name: own, start: statement.start, end: body.start + 1 };
  return [
    head,
    ...body.body.map((member) => {
      const key = 'key' in member && member.key ? text.slice(member.key.start, member.key.end) : 'static';
      return { name: `${own}.${key}`, start: member.start, end: member.end };
    }),
  ];
}

/** 1-based line of an offset. */
function createLineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
