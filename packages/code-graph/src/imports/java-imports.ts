import { next, skipGap, type Cursor } from './declarations.ts';
import type { FoundSpecifier, FoundSpecifiers } from './find-specifiers.ts';

const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const name = /[\p{L}_$][\p{L}\p{N}_$]*(?:\s*\.\s*(?:[\p{L}_$][\p{L}\p{N}_$]*|\*))*/uy;

/** `@file:Suppress("…")` of Kotlin. */
const ofFile = /@file\s*:\s*(?:\[[^\]]*\]|[\w.]+(?:\s*\([^()]*\))?)/y;

/** The imports of Java and Kotlin and the package, which stand before everything else: nothing behind them is read. */
export function javaImports(text: string): FoundSpecifiers {
  const cursor: Cursor = { text, at: 0 };
  const specifiers: FoundSpecifier[] = [];
  let home = '';
  for (;;) {
    while (next(cursor) === ';' || read(cursor, ofFile) !== '') if (next(cursor) === ';') cursor.at += 1;
    const found = read(cursor, word);
    if (found !== 'package' && found !== 'import') return { specifiers, isParsed: true, home };
    let path = readName(cursor);
    // `import module a.b` names no class.
    const isModule = found === 'import' && path === 'module' && next(cursor) !== ';';
    if (isModule || (found === 'import' && path === 'static')) path = readName(cursor);
    if (path === '') return { specifiers, isParsed: true, home };
    skipAlias(cursor);
    if (found === 'package') home = path;
    else if (!isModule) specifiers.push({ specifier: path, kind: 'import' });
  }
}

/** `as Other` of Kotlin. */
function skipAlias(cursor: Cursor): void {
  skipGap(cursor);
  const { at } = cursor;
  if (read(cursor, word) === 'as') readName(cursor);
  else cursor.at = at;
}

function readName(cursor: Cursor): string {
  skipGap(cursor);
  return read(cursor, name).replace(/\s/g, '');
}

function read(cursor: Cursor, pattern: RegExp): string {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0] ?? '';
  cursor.at += found.length;
  return found;
}
