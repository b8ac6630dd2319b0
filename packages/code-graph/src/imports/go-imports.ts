import { next, skipGap, take, type Cursor } from './cursor.ts';
import type { FoundSpecifier, FoundSpecifiers } from './find-specifiers.ts';

const word = /[\p{L}_][\p{L}\p{N}_]*/uy;
const quoted = /"([^"\\\n]+)"|`([^`]+)`/y;

/** The imports of Go, which stand between the package's name and everything else: nothing behind them is read. */
export function goImports(text: string): FoundSpecifiers {
  const cursor: Cursor = { text, at: 0 };
  const specifiers: FoundSpecifier[] = [];
  for (;;) {
    skipSigns(cursor);
    const found = take(cursor, word)?.[0];
    if (found === 'package') {
      skipGap(cursor);
      take(cursor, word);
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
  else take(cursor, word);
  skipGap(cursor);
  const path = take(cursor, quoted);
  if (!path) return false;
  into.push({ specifier: path[1] ?? path[2] ?? '', kind: 'import' });
  return true;
}

/** White space, comments and semicolons. */
function skipSigns(cursor: Cursor): void {
  while (next(cursor) === ';') cursor.at += 1;
}
