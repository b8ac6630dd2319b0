import { childNodes, isNode, type SyntaxNode } from './syntax-node.ts';

/** A member of a list in whole lines: comments above it, its text, its separator and a comment behind it. */
export interface Member {
  readonly key: string;
  readonly text: string;
}

export interface MemberList {
  /** Type of the node that holds the members. */
  readonly holder: string;
  readonly members: readonly Member[];
  /** Whether the holder has further members after these. */
  readonly more: boolean;
  /** Keys of the nearest members before and after these. */
  readonly around: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Whether the lines reach to the end of the file. */
  readonly atEnd: boolean;
}

/** Fields whose members may stand in any order, as far as their keys differ. */
const fields: Readonly<Record<string, string>> = {
  ObjectExpression: 'properties',
  ArrayExpression: 'elements',
  ClassBody: 'body',
  TSInterfaceBody: 'body',
  TSTypeLiteral: 'members',
  TSEnumBody: 'members',
  TSUnionType: 'types',
  Program: 'body',
  BlockStatement: 'body',
  SwitchStatement: 'cases',
};

/** Lines of a text, by their character offsets. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

/** Reads the lines as whole members of one list; `undefined` when they hold anything else. */
export function membersIn(program: SyntaxNode, text: string, span: LineSpan): MemberList | undefined {
  const holder = innermostHolder(program, span);
  if (holder === undefined) return undefined;
  const children = childrenOf(holder);
  const inside = children.filter(({ start, end }) => start >= span.start && end <= span.end);
  if (inside.length === 0 || children.some((child) => !inside.includes(child) && overlaps(child, span)))
    return undefined;
  const keysOf = (list: readonly SyntaxNode[]): string[] => list.map((child) => keyOf(holder, child, text) ?? '');
  const members: Member[] = [];
  let from = span.start;
  for (const [index, child] of inside.entries()) {
    const key = keyOf(holder, child, text);
    const lineEnd = index === inside.length - 1 ? span.end : endOfLine(text, child.end);
    if (key === undefined || child.start < from || !isTrivia(text.slice(from, child.start))) return undefined;
    if (!isTrivia(text.slice(child.end, lineEnd))) return undefined;
    members.push({ key, text: text.slice(from, lineEnd) });
    from = lineEnd;
  }
  return {
    holder: holder.type,
    members,
    more: children.some(({ start }) => start >= span.end),
    around: {
      before: keysOf(children.filter(({ end }) => end <= span.start).slice(-neighbours)),
      after: keysOf(children.filter(({ start }) => start >= span.end).slice(0, neighbours)),
    },
    atEnd: span.end === text.length,
  };
}

/** Members on either side that show whether a list is sorted there. */
const neighbours = 3;

const childrenOf = (holder: SyntaxNode): SyntaxNode[] =>
  (holder[fields[holder.type] ?? ''] as unknown[]).filter(isNode);

const overlaps = ({ start, end }: SyntaxNode, span: LineSpan): boolean => start < span.end && end > span.start;

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end + 1;
}

const isTrivia = (text: string): boolean => /^(?:[\s,;|]|\/\/.*|\/\*[\s\S]*?\*\/)*$/.test(text);

function innermostHolder(program: SyntaxNode, span: LineSpan): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  const pending = [program];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.start > span.start && node !== program && node.type !== 'TSUnionType') {
      if (!overlaps(node, span)) continue;
    }
    if (!overlaps(node, span) && node !== program) continue;
    if (node.type in fields && childrenOf(node).some(({ start, end }) => start >= span.start && end <= span.end)) {
      if (found === undefined || node.end - node.start <= found.end - found.start) {
        if (!(node.start >= span.start && node.end <= span.end)) found = node;
      }
    }
    pending.push(...childNodes(node));
  }
  return found;
}

function keyOf(holder: SyntaxNode, child: SyntaxNode, text: string): string | undefined {
  const own = text.slice(child.start, child.end).replaceAll(/\s+/g, ' ');
  switch (holder.type) {
    case 'ArrayExpression':
    case 'TSUnionType':
      return child.type === 'SpreadElement' ? undefined : own;
    case 'Program':
    case 'BlockStatement':
      return declarationKey(child, own) ?? testTitle(child, text);
    case 'SwitchStatement':
      return caseKey(child, text);
    default:
      break;
  }
  const key = holder.type === 'TSEnumBody' ? child['id'] : child['key'];
  if (!isNode(key) || child['computed'] === true) return undefined;
  const kind = child['kind'] === 'get' || child['kind'] === 'set' ? `${child['kind']} ` : '';
  return `${child['static'] === true ? 'static ' : ''}${kind}${text.slice(key.start, key.end)}`;
}

const declarations = new Set([
  'FunctionDeclaration',
  'ClassDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSEnumDeclaration',
]);

/** Declarations and re-exports may stand in any order; other statements run in theirs. */
function declarationKey(statement: SyntaxNode, text: string): string | undefined {
  if (statement.type === 'ExportAllDeclaration') return text;
  if (statement.type === 'ImportDeclaration') return importKey(statement);
  if (statement.type === 'ExportNamedDeclaration' && !isNode(statement['declaration'])) return text;
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : statement;
  if (!isNode(declaration) || !declarations.has(declaration.type) || !isNode(declaration['id'])) return undefined;
  return `${declaration.type} ${String(declaration['id']['name'])}`;
}

/** One that is imported for its effects alone runs in its place. */
function importKey({ specifiers, source }: SyntaxNode): string | undefined {
  return (specifiers as unknown[]).length > 0 && isNode(source) ? `import ${String(source['value'])}` : undefined;
}

/** Tests and groups of them stand by themselves, known by their titles. */
function testTitle(statement: SyntaxNode, text: string): string | undefined {
  const call = statement.type === 'ExpressionStatement' ? statement['expression'] : undefined;
  if (!isNode(call) || call.type !== 'CallExpression' || !isNode(call['callee'])) return undefined;
  const callee = text.slice(call['callee'].start, call['callee'].end);
  const [title] = call['arguments'] as unknown[];
  if (!/^(?:describe|context|suite|it|test)\b/.test(callee) || !isNode(title)) return undefined;
  const isText = title.type === 'TemplateLiteral' || (title.type === 'Literal' && typeof title['value'] === 'string');
  return isText ? `test ${text.slice(title.start, title.end)}` : undefined;
}

const leaving = new Set(['BreakStatement', 'ReturnStatement', 'ThrowStatement', 'ContinueStatement']);

/** A case that does not fall through to the next one may stand anywhere. */
function caseKey(child: SyntaxNode, text: string): string | undefined {
  const last = (child['consequent'] as unknown[]).at(-1);
  const inner = isNode(last) && last.type === 'BlockStatement' ? (last['body'] as unknown[]).at(-1) : last;
  if (!isNode(inner) || !leaving.has(inner.type)) return undefined;
  const test = child['test'];
  return isNode(test) ? `case ${text.slice(test.start, test.end)}` : undefined;
}
