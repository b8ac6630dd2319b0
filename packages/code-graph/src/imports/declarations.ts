import { next, skipGap, take, type Cursor } from './cursor.ts';
import type { FoundSpecifier } from './find-specifiers.ts';

interface Names {
  readonly all: number;
  /** Of them, those that are types. */
  readonly types: number;
}

const name = String.raw`[\w$]+(?![\w$])`;
const namespace = String.raw`\*\s*as\s+${name}`;
const names = String.raw`\{\s*(?:(?!type\b)${name}(?:\s+as\s+${name})?\s*(?:,\s*|(?=\})))+\}`;
const module = String.raw`\s*from\s*(['"])([^'"\\\n]+)\2`;
const plainImport = new RegExp(
  String.raw`\s*(type\s+(?=[{*]|(?!from\b)[\w$]))?(?:(?!(?:type|defer|source|from)\b)${name}(?:\s*,\s*(?:${names}|${namespace}))?|${names}|${namespace})${module}`,
  'y',
);
const plainExport = new RegExp(String.raw`\s*(type\s+(?=[{*]))?(?:${names}|\*(?:\s*as\s+${name})?)${module}`, 'y');

const phaseAsName = /(type|defer|source)(?=\s+from\s*['"])/y;

/** After the word `import`: a declaration without what may follow its module's name. */
export function readImport(cursor: Cursor, isTypescript: boolean): FoundSpecifier[] | undefined {
  return readPlain(cursor, plainImport, 'import', isTypescript) ?? readAnyImport(cursor, isTypescript);
}

/** After the word `export`. */
export function readExport(cursor: Cursor, isTypescript: boolean): FoundSpecifier[] | undefined {
  return readPlain(cursor, plainExport, 're-export', isTypescript) ?? readAnyExport(cursor, isTypescript);
}

/** As nearly all are written, without comments and single names that are types: in one step. */
function readPlain(
  cursor: Cursor,
  pattern: RegExp,
  kind: 'import' | 're-export',
  isTypescript: boolean,
): FoundSpecifier[] | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  const isType = found?.[1] !== undefined;
  const specifier = found?.[3];
  if (specifier === undefined || (isType && !isTypescript)) return undefined;
  cursor.at = pattern.lastIndex;
  return [{ specifier, kind: isType ? 'type' : kind }];
}

function readAnyImport(cursor: Cursor, isTypescript: boolean): FoundSpecifier[] | undefined {
  skipGap(cursor);
  const bare = readString(cursor);
  if (bare !== undefined) return [{ specifier: bare, kind: 'import' }];
  const name = take(cursor, phaseAsName)?.[1];
  let first = name ?? readWord(cursor);
  const isType = first === 'type' && name === undefined && /[\w$*{]/.test(next(cursor)) && isTypescript;
  if (isType) first = readWord(cursor);
  // A phase: https://github.com/tc39/proposal-defer-import-eval, https://github.com/tc39/proposal-source-phase-imports
  if (first === 'defer' && next(cursor) === '*') first = undefined;
  else if (first === 'source' && name === undefined) {
    skipGap(cursor);
    first = readWord(cursor);
    if (first === undefined) return undefined;
  }
  // They are names of things too.
  if (first !== undefined && name === undefined && /^(?:type|defer|source|from)$/.test(first)) return undefined;
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

function readAnyExport(cursor: Cursor, isTypescript: boolean): FoundSpecifier[] | undefined {
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
  return readName(cursor) ? { all: 1, types: 0 } : undefined;
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
    if ((name ?? readString(cursor)) === undefined) return undefined;
    all += 1;
    if (next(cursor) === 'a' && (readWord(cursor) !== 'as' || !skipGap(cursor) || !readName(cursor))) return undefined;
    if (!eat(cursor, ',') && next(cursor) !== '}') return undefined;
  }
  return { all, types };
}

/** What a module calls something: a word, or any text in quotes. */
function readName(cursor: Cursor): boolean {
  return (readWord(cursor) ?? readString(cursor)) !== undefined;
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
const string = /"([^"\\\n]+)"|'([^'\\\n]+)'/y;

export function readWord(cursor: Cursor): string | undefined {
  return take(cursor, word)?.[0];
}

function readString(cursor: Cursor): string | undefined {
  const found = take(cursor, string);
  return found?.[1] ?? found?.[2];
}
