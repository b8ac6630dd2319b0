import { parseScript, type Script } from '@cdev/structured-merge';

type Statement = Script['program']['body'][number];
type Pattern = Extract<Statement, { type: 'VariableDeclaration' }>['declarations'][number]['id'];
type Name = { readonly name?: string; readonly value?: unknown };

/**
 * What a script takes from other modules and passes on: each name with its module, its name there, its name here and whether it is a type alone; modules that
 * are taken for their effects; of a top-level `require` the names that it gives. Whatever else the script says, the order of its statements and how they are
 * written do not count. `undefined` for what does not parse.
 */
export function importedNames(path: string, text: string): ReadonlySet<string> | undefined {
  const body = parseScript(path, text)?.program.body;
  return body && new Set(body.flatMap((statement) => namesOf(statement, text)));
}

function namesOf(statement: Statement, text: string): string[] {
  switch (statement.type) {
    case 'ImportDeclaration': {
      const from = statement.source.value;
      if (statement.specifiers.length === 0) return [record('effect', from)];
      return statement.specifiers.map((specifier) => {
        const isType =
          statement.importKind === 'type' || ('importKind' in specifier && specifier.importKind === 'type');
        const there = 'imported' in specifier ? nameOf(specifier.imported) : specifier.type;
        return record('import', from, there, specifier.local.name, isType);
      });
    }
    case 'ExportNamedDeclaration': {
      const from = statement.source?.value;
      if (from === undefined) return [];
      return statement.specifiers.map(({ local, exported, exportKind }) =>
        record('export', from, nameOf(local), nameOf(exported), [statement.exportKind, exportKind].includes('type')),
      );
    }
    case 'ExportAllDeclaration': {
      const { source, exported, exportKind } = statement;
      return [record('export', source.value, '*', exported && nameOf(exported), exportKind === 'type')];
    }
    case 'TSImportEqualsDeclaration': {
      const { id, moduleReference, importKind } = statement;
      const from = text.slice(moduleReference.start, moduleReference.end).replaceAll("'", '"');
      return [record('import', from, '=', id.name, importKind === 'type')];
    }
    case 'ExpressionStatement': {
      const written = text.slice(statement.start, statement.end).replaceAll("'", '"');
      return /^require\("[^"]*"\);?$/.test(written) ? [record('effect', written.replace(/;$/, ''))] : [];
    }
    case 'VariableDeclaration':
      return statement.declarations.flatMap(({ id, init }) => {
        const from = init === null ? '' : text.slice(init.start, init.end).replaceAll("'", '"');
        return /^require\("[^"]*"\)/.test(from)
          ? namesIn(id, text).map((names) => record('require', from, ...names))
          : [];
      });
    default:
      return [];
  }
}

const record = (...parts: readonly unknown[]): string => JSON.stringify(parts);

const nameOf = (name: Name): string => name.name ?? String(name.value);

/** Pairs of a name there and a name here. */
function namesIn(pattern: Pattern, text: string): string[][] {
  const written = (part: { readonly start: number; readonly end: number }): string[] => [
    text.slice(part.start, part.end),
  ];
  if (pattern.type === 'Identifier') return [['*', pattern.name]];
  if (pattern.type !== 'ObjectPattern') return [written(pattern)];
  return pattern.properties.map((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' && property.value.type === 'Identifier'
      ? [property.key.name, property.value.name]
      : written(property),
  );
}
