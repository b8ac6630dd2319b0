import { next, skipGap, type Cursor } from './declarations.ts';
import type { FoundSpecifier, FoundSpecifiers } from './find-specifiers.ts';

const word = /[\p{L}_][\p{L}\p{N}_]*/uy;
const quoted = /"([^"\\\n]+)"|`([^`]+)`/y;

/** The imports of Go, which stand between the package's name and everything else: nothing behind them is read. */
export function goImports(text: string): FoundSpecifiers {
  const cursor: Cursor = { text, at: 0 };
  const specifiers: FoundSpecifier[] = [];
  for (;;) {
    skipSigns(cursor);
    const found = read(cursor, word)?.[0];
    if (found === 'package') {
      skipGap(cursor);
      read(cursor, word);
    } else if (found === 'import') readImports(cursor, specifiers);
    else return { specifiers, isParsed: true };
  }
}

function readImports(cursor: Cursor, into: FoundSpecifier[]): void {
  if (next(cursor) !== '(') {
    readImport(cursor, into);
    return;
  }
  cursor.at += 1;
  do skipSigns(cursor);
  while (readImport(cursor, into));
  if (next(cursor) === ')') cursor.at += 1;
}

function readImport(cursor: Cursor, into: FoundSpecifier[]): boolean {
  if (next(cursor) === '.') cursor.at += 1;
  else read(cursor, word);
  skipGap(cursor);
  const path = read(cursor, quoted);
  if (!path) return false;
  into.push({ specifier: path[1] ?? path[2] ?? '', kind: 'import' });
  return true;
}

/** White space, comments and semicolons. */
function skipSigns(cursor: Cursor): void {
  while (next(cursor) === ';') cursor.at += 1;
}

function read(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text) ?? undefined;
  cursor.at += found?.[0].length ?? 0;
  return found;
}
