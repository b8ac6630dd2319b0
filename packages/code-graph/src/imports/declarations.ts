import { next, skipGap, take, type Cursor } from './cursor.ts';
import type { FoundSpecifier } from './find-specifiers.ts';

interface Names {
  readonly all: number;
  /** Of them, those that are types. */
  readonly types: number;
}

/** After the word `import`: a declaration without what may follow its module's name. */
export function readImport(cursor: Cursor, isTypescript: boolean): FoundSpecifier[] | undefined {
  skipGap(cursor);
  const bare = readString(cursor);
  if (bare !== undefined) return [{ specifier: bare, kind: 'import' }];
  let first = readWord(cursor);
  const isType = first === 'type' && /[\w$*{]/.test(next(cursor)) && isTypescript;
  if (isType) first = readWord(cursor);
  // `type`, `defer` and `source` are names of things too.
  if (first !== undefined && /^(?:type|defer|source|from)$/.test(first)) return undefined;
  let names: Names = { all: first === undefined ? 0 : 1, types: 0 };
  if (first === undefined || eat(cursor, ',')) {
    const more = eat(cursor, '*') ? readNamespace(cursor) : readNames(cursor, isTypescript);
    if (more === undefined) return undefined;
    names = { all: names.all + more.all, types: more.types };
  }
  const specifier = readFrom(cursor);
  if (specifier === undefined) return undefined;
  const areTypes = names.all > 0 && (isType || names.types === names.all);
  return [{ specifier, kind: areTypes ? 'type' : 'import' }];
}

/** After the word `export`. */
export function readExport(cursor: Cursor, isTypescript: boolean): FoundSpecifier[] | undefined {
  const isType = next(cursor) === 't' && isTypescript;
  if (isType && readWord(cursor) !== 'type') return undefined;
  const names = eat(cursor, '*')
    ? next(cursor) === 'a'
      ? readNamespace(cursor)
      : { all: 1, types: 0 }
    : readNames(cursor, isTypescript);
  const specifier = names && readFrom(cursor);
  if (names === undefined || names.all === 0 || specifier === undefined) return undefined;
  const types = isType ? names.all : names.types;
  return [
    ...(types < names.all ? [{ specifier, kind: 're-export' } as const] : []),
    ...(types > 0 ? [{ specifier, kind: 'type' } as const] : []),
  ];
}

/** After a star: `as name`. */
function readNamespace(cursor: Cursor): Names | undefined {
  skipGap(cursor);
  if (readWord(cursor) !== 'as') return undefined;
  skipGap(cursor);
  return readWord(cursor) === undefined ? undefined : { all: 1, types: 0 };
}

/** `{ a, b as c, type D }`. */
function readNames(cursor: Cursor, isTypescript: boolean): Names | undefined {
  if (!eat(cursor, '{')) return undefined;
  let all = 0;
  let types = 0;
  while (!eat(cursor, '}')) {
    let name = readWord(cursor);
    if (name === 'type') {
      if (!isTypescript || !/[\w$]/.test(next(cursor))) return undefined;
      name = readWord(cursor);
      if (name === 'as') return undefined;
      types += 1;
    }
    if (name === undefined) return undefined;
    all += 1;
    if (next(cursor) === 'a' && (readWord(cursor) !== 'as' || !skipGap(cursor) || readWord(cursor) === undefined))
      return undefined;
    if (!eat(cursor, ',') && next(cursor) !== '}') return undefined;
  }
  return { all, types };
}

function readFrom(cursor: Cursor): string | undefined {
  skipGap(cursor);
  if (readWord(cursor) !== 'from') return undefined;
  skipGap(cursor);
  return readString(cursor);
}

function eat(cursor: Cursor, character: string): boolean {
  if (next(cursor) !== character) return false;
  cursor.at += 1;
  return true;
}

const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const string = /(['"])([^'"\\\n]+)\1/y;

export function readWord(cursor: Cursor): string | undefined {
  return take(cursor, word)?.[0];
}

function readString(cursor: Cursor): string | undefined {
  return take(cursor, string)?.[2];
}
