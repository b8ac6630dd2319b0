import type { Script } from './parse-script.ts';
import { readRequire, requiredModule } from './read-require.ts';

/** One name that a statement brings in or passes on. */
export interface Binding {
  /** Its name in the other module: `default`, `*` or a name. */
  readonly imported: string;
  /** Its name here, or under which it is passed on. */
  readonly local: string;
  readonly isType: boolean;
}

/**
 * An import, a re-export or a top-level `const … = require(…)`. What is only read out of modules, such as `const { a } = b`, has the form of a
 * require and its own text for a source.
 */
export interface ImportStatement {
  readonly form: 'import' | 'export' | 'require';
  /** `import type { … }`, `export type { … }`. */
  readonly typeOnly: boolean;
  readonly source: string;
  /** None: imported for its effects. */
  readonly bindings: readonly Binding[];
  /** Its names stay together as they are written: `require('x').name`, `const { a } = b`. */
  readonly isRigid: boolean;
  /** Names that it reads. */
  readonly refers: readonly string[];
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
  const place = { text, start: statement.start, end: statement.end, isRigid: false, refers: [] };
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
    case 'TSImportEqualsDeclaration': {
      const { id, moduleReference, importKind } = statement;
      if (moduleReference.type !== 'TSExternalModuleReference') return undefined;
      const isType = importKind === 'type';
      const bindings = [{ imported: '=', local: id.name, isType }];
      return {
        ...place,
        isRigid: true,
        form: 'import',
        typeOnly: isType,
        source: moduleReference.expression.value,
        bindings,
      };
    }
    case 'ExpressionStatement': {
      const source = requiredModule(statement.expression);
      return source === undefined ? undefined : { ...place, form: 'require', typeOnly: false, source, bindings: [] };
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
