import type { Script } from './parse-script.ts';

/** One name that a statement brings in or passes on. */
export interface Binding {
  /** Its name in the other module: `default`, `*` or a name. */
  readonly imported: string;
  /** Its name here, or under which it is passed on. */
  readonly local: string;
  readonly isType: boolean;
}

/** An import, a re-export or a top-level `const … = require(…)`. */
export interface ImportStatement {
  readonly form: 'import' | 'export' | 'require';
  /** `import type { … }`, `export type { … }`. */
  readonly typeOnly: boolean;
  readonly source: string;
  /** None: imported for its effects. */
  readonly bindings: readonly Binding[];
  /** The statement from its keyword to its end. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

type Statement = Script['program']['body'][number];
type Name = { readonly type: string; readonly name?: string; readonly value?: unknown };

const nameText = (node: Name): string => node.name ?? String(node.value);

/** Reads one top-level statement; `undefined` when it is no import of a form known here. */
export function readImport(statement: Statement, source: string): ImportStatement | undefined {
  const text = source.slice(statement.start, statement.end);
  const place = { text, start: statement.start, end: statement.end };
  switch (statement.type) {
    case 'ImportDeclaration':
      if (statement.phase !== null && statement.phase !== undefined) return undefined;
      return {
        ...place,
        form: 'import',
        typeOnly: statement.importKind === 'type',
        source: statement.source.value,
        bindings: statement.specifiers.map((specifier) => ({
          imported: importedName(specifier),
          local: specifier.local.name,
          isType: statement.importKind === 'type' || ('importKind' in specifier && specifier.importKind === 'type'),
        })),
      };
    case 'ExportNamedDeclaration':
      if (statement.source === null) return undefined;
      return {
        ...place,
        form: 'export',
        typeOnly: statement.exportKind === 'type',
        source: statement.source.value,
        bindings: statement.specifiers.map(({ local, exported, exportKind }) => ({
          imported: nameText(local as Name),
          local: nameText(exported as Name),
          isType: statement.exportKind === 'type' || exportKind === 'type',
        })),
      };
    case 'ExportAllDeclaration': {
      const local = statement.exported === null ? `* from ${statement.source.value}` : nameText(statement.exported);
      const isType = statement.exportKind === 'type';
      return {
        ...place,
        form: 'export',
        typeOnly: isType,
        source: statement.source.value,
        bindings: [{ imported: '*', local, isType }],
      };
    }
    case 'VariableDeclaration':
      return readRequire(statement, place);
    default:
      return undefined;
  }
}

function importedName(specifier: { readonly type: string; readonly imported?: unknown }): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  return nameText(specifier.imported as Name);
}

type VariableDeclaration = Extract<Statement, { type: 'VariableDeclaration' }>;

/** `const name = require('…')` and `const { a, b: c } = require('…')`; nothing with defaults or members. */
function readRequire(
  { declarations }: VariableDeclaration,
  place: Pick<ImportStatement, 'text' | 'start' | 'end'>,
): ImportStatement | undefined {
  const [declarator, ...others] = declarations;
  const call = declarator?.init;
  if (declarator === undefined || others.length > 0 || call?.type !== 'CallExpression') return undefined;
  const [argument] = call.arguments;
  if (call.callee.type !== 'Identifier' || call.callee.name !== 'require') return undefined;
  if (argument?.type !== 'Literal' || typeof argument.value !== 'string' || call.arguments.length > 1) return undefined;
  const bindings = requireBindings(declarator.id);
  return bindings && { ...place, form: 'require', typeOnly: false, source: argument.value, bindings };
}

function requireBindings(pattern: VariableDeclaration['declarations'][number]['id']): Binding[] | undefined {
  if (pattern.type === 'Identifier') return [{ imported: '*', local: pattern.name, isType: false }];
  if (pattern.type !== 'ObjectPattern') return undefined;
  const bindings: Binding[] = [];
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.computed) return undefined;
    if (property.key.type !== 'Identifier' || property.value.type !== 'Identifier') return undefined;
    bindings.push({ imported: property.key.name, local: property.value.name, isType: false });
  }
  return bindings;
}
