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
    atEnd: span.end === text.length,
  };
}

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
      return declarationKey(child, own);
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
  if (statement.type === 'ExportNamedDeclaration' && !isNode(statement['declaration'])) return text;
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : statement;
  if (!isNode(declaration) || !declarations.has(declaration.type) || !isNode(declaration['id'])) return undefined;
  return `${declaration.type} ${String(declaration['id']['name'])}`;
}
