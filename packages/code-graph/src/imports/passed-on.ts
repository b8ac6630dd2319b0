import type { FoundSpecifier } from './find-specifiers.ts';

/** An import declaration as far as its module's name. */
export interface ImportClause {
  readonly specifier: string;
  readonly clause: string;
}

const exportedNames = /\s*(type\b\s*)?\{([\w$,\s]*)\}/y;

/** After the word `export`: what `{ a }` passes on of names that were imported; undefined where no such list stands. */
export function passedOn(
  text: string,
  at: number,
  imported: readonly ImportClause[],
): { readonly specifiers: readonly FoundSpecifier[]; readonly end: number } | undefined {
  exportedNames.lastIndex = at;
  const [, areTypes, list] = exportedNames.exec(text) ?? [];
  if (list === undefined) return undefined;
  const specifiers = list.split(',').flatMap((name): FoundSpecifier[] => {
    const [, isType, local] = /^\s*(type\s+(?!as\b))?([\w$]+)/.exec(name) ?? [];
    const origin = imported.find(({ clause }) => clause.includes(local ?? '') && namesIn(clause).has(local));
    return origin ? [{ specifier: origin.specifier, kind: areTypes || isType ? 'type' : 're-export' }] : [];
  });
  return { specifiers, end: exportedNames.lastIndex };
}

/** The names that a declaration gives to what it imports. */
function namesIn(clause: string): ReadonlySet<string | undefined> {
  const names = clause.slice(0, clause.lastIndexOf('from'));
  return new Set(names.replaceAll(/[\w$]+\s+as\s+/g, '').match(/[\w$]+/g));
}
