import { next, skipGap, take, type Cursor } from './cursor.ts';
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
    while (next(cursor) === ';' || take(cursor, ofFile)) if (next(cursor) === ';') cursor.at += 1;
    const found = take(cursor, word)?.[0];
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
  if (take(cursor, word)?.[0] === 'as') readName(cursor);
  else cursor.at = at;
}

function readName(cursor: Cursor): string {
  skipGap(cursor);
  return take(cursor, name)?.[0].replace(/\s/g, '') ?? '';
}
