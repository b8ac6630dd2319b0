import type { Script } from './parse-script.ts';
import { isNode, type SyntaxNode } from './syntax-node.ts';

/** Names of a script. */
export interface Names {
  /** In whatever scope. */
  readonly declared: ReadonlySet<string>;
  /** By its statements themselves: what an import of the same name would clash with. */
  readonly topLevel: ReadonlySet<string>;
  /** With how often. */
  readonly referenced: ReadonlyMap<string, number>;
}

/** Where a node declares names, by its type. */
const declaring: Readonly<Record<string, readonly string[]>> = {
  VariableDeclarator: ['id'],
  FunctionDeclaration: ['id', 'params'],
  FunctionExpression: ['id', 'params'],
  ArrowFunctionExpression: ['params'],
  TSDeclareFunction: ['id', 'params'],
  TSEmptyBodyFunctionExpression: ['id', 'params'],
  ClassDeclaration: ['id'],
  ClassExpression: ['id'],
  CatchClause: ['param'],
  ImportSpecifier: ['local'],
  ImportDefaultSpecifier: ['local'],
  ImportNamespaceSpecifier: ['local'],
  TSImportEqualsDeclaration: ['id'],
  TSInterfaceDeclaration: ['id'],
  TSTypeAliasDeclaration: ['id'],
  TSEnumDeclaration: ['id'],
  TSModuleDeclaration: ['id'],
  TSTypeParameter: ['name'],
  TSFunctionType: ['params'],
  TSConstructorType: ['params'],
  TSMethodSignature: ['params'],
  TSCallSignatureDeclaration: ['params'],
  TSConstructSignatureDeclaration: ['params'],
  TSIndexSignature: ['parameters'],
  TSMappedType: ['key'],
};

/** Names that only label something. */
const labels: Readonly<Record<string, readonly string[]>> = {
  LabeledStatement: ['label'],
  BreakStatement: ['label'],
  ContinueStatement: ['label'],
  ImportSpecifier: ['imported'],
  ExportSpecifier: ['exported'],
  ExportAllDeclaration: ['exported'],
  MetaProperty: ['meta', 'property'],
  TSQualifiedName: ['right'],
  TSEnumMember: ['id'],
  TSNamedTupleMember: ['label'],
  JSXAttribute: ['name'],
  JSXMemberExpression: ['property'],
  JSXNamespacedName: ['namespace', 'name'],
  ImportAttribute: ['key'],
};

const known = new WeakMap<Script, Names>();

/** Names that a script declares and refers to; property names and labels are neither. */
export function namesOf(script: Script): Names {
  const names = known.get(script) ?? collect(script);
  known.set(script, names);
  return names;
}

function collect({ program }: Script): Names {
  const declared = new Set<string>();
  const referenced = new Map<string, number>();
  gather({ value: program, declares: false }, { declared, referenced });
  const topLevel = new Set<string>();
  for (const id of program.body.flatMap((statement) => topLevelIds(statement as unknown as SyntaxNode))) {
    gather({ value: id, declares: true }, { declared: topLevel, referenced: new Map() });
  }
  return { declared, topLevel, referenced };
}

interface Step {
  readonly value: unknown;
  readonly declares: boolean;
}

function gather(start: Step, into: { declared: Set<string>; referenced: Map<string, number> }): void {
  const pending = [start];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { value, declares } = step;
    if (Array.isArray(value)) {
      for (const item of value) pending.push({ value: item, declares });
    } else if (isNode(value)) {
      const name = nameOf(value);
      if (name !== undefined && declares) into.declared.add(name);
      else if (name !== undefined) into.referenced.set(name, (into.referenced.get(name) ?? 0) + 1);
      pending.push(...childrenOf(value, declares));
    }
  }
}

function topLevelIds(statement: SyntaxNode): unknown[] {
  if (isNode(statement['declaration'])) return topLevelIds(statement['declaration']);
  const holders = [statement, ...[statement['declarations'], statement['specifiers']].flat().filter(isNode)];
  return holders.map((holder) => holder['id'] ?? (holder.type.startsWith('Import') ? holder['local'] : undefined));
}

function nameOf(node: SyntaxNode): string | undefined {
  if (node.type === 'Identifier') return String(node['name']);
  // A JSX name in lower case is an element of the page.
  if (node.type === 'JSXIdentifier' && /^[^a-z]/.test(String(node['name']))) return String(node['name']);
  return undefined;
}

function childrenOf(node: SyntaxNode, declares: boolean): Step[] {
  const skipped = labels[node.type] ?? [];
  const declaringHere = declaring[node.type] ?? [];
  const children: Step[] = [];
  for (const [field, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null || skipped.includes(field) || isPropertyName(node, field)) continue;
    children.push({ value, declares: declaringHere.includes(field) || (declares && inPattern(node, field)) });
  }
  return node.type === 'ExportNamedDeclaration' && node['source'] !== null ? [] : children;
}

function isPropertyName(node: SyntaxNode, field: string): boolean {
  if (node['computed'] === true || node.type === 'TSMappedType') return false;
  return field === 'key' || (field === 'property' && node.type === 'MemberExpression');
}

/** Whether a pattern's field holds further names that it declares, not a default value or a type. */
function inPattern(node: SyntaxNode, field: string): boolean {
  if (field === 'typeAnnotation' || field === 'decorators') return false;
  if (node.type === 'AssignmentPattern') return field === 'left';
  return [
    'ObjectPattern',
    'ArrayPattern',
    'Property',
    'RestElement',
    'TSParameterProperty',
    'FormalParameters',
  ].includes(node.type);
}
