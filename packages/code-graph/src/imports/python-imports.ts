import { endOfLine, take, type Cursor } from './cursor.ts';
import type { FoundSpecifier, FoundSpecifiers } from './find-specifiers.ts';

const token = /["'#\n;:()[\]{}\\]|\b(?:import|from)\b/g;

/**
 * The import statements of Python, wherever they stand: `a.b` of `import a.b as c`, `from .a import b` for each name of one that takes
 * names. Comments, strings of every kind, brackets and continued lines are passed over as Python does.
 */
export function pythonImports(text: string): FoundSpecifiers {
  const end = text.lastIndexOf('import');
  const specifiers: FoundSpecifier[] = [];
  let start = 0;
  let depth = 0;
  token.lastIndex = 0;
  for (let match = token.exec(text); match && match.index <= end; match = token.exec(text)) {
    const at = match.index;
    const [sign] = match;
    if (sign === 'import' || sign === 'from') {
      if (depth > 0 || text.slice(start, at).trim() !== '') continue;
      const cursor = { text, at: at + sign.length };
      const names = sign === 'import' ? readModules(cursor) : readFrom(cursor);
      for (const specifier of names) specifiers.push({ specifier, kind: 'import' });
      start = token.lastIndex = cursor.at;
    } else if (sign === '#') token.lastIndex = endOfLine(text, at);
    else if (sign === '"' || sign === "'") token.lastIndex = endOfText(text, at);
    else if (sign === '\\') token.lastIndex = at + (text.startsWith('\r\n', at + 1) ? 3 : 2);
    else if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1);
    else if (depth === 0) start = at + 1;
  }
  return { specifiers, isParsed: true };
}

/** Past a string; one without an end goes to the end of its line, of three quotes to that of the text. */
function endOfText(text: string, at: number): number {
  const quote = text.charAt(at);
  if (text.startsWith(quote.repeat(3), at)) {
    for (let end = text.indexOf(quote.repeat(3), at + 3); end !== -1; end = text.indexOf(quote.repeat(3), end + 1)) {
      let before = end;
      while (text[before - 1] === '\\') before -= 1;
      if ((end - before) % 2 === 0) return end + 3;
    }
    return text.length;
  }
  for (let end = at + 1; end < text.length; end += 1) {
    const sign = text[end];
    if (sign === quote) return end + 1;
    if (sign === '\n') return end;
    if (sign === '\\') end += text[end + 1] === '\r' ? 2 : 1;
  }
  return text.length;
}

const space = /(?:[ \t\f]|\\\r?\n)*/y;
const wideSpace = /(?:\s|\\\r?\n|#[^\n]*)*/y;
const dotted = /[\p{L}_][\p{L}\p{M}\p{N}_]*(?:[ \t]*\.[ \t]*[\p{L}_][\p{L}\p{M}\p{N}_]*)*/uy;
const dots = /(?:[ \t]*\.)*/y;

/** A name without the white space that may stand in it; empty where none stands. */
function readName(cursor: Cursor, pattern: RegExp): string {
  return take(cursor, pattern)?.[0].replace(/\s/g, '') ?? '';
}

function eat(cursor: Cursor, word: string): boolean {
  if (!cursor.text.startsWith(word, cursor.at)) return false;
  cursor.at += word.length;
  return true;
}

/** `a.b as c, d`, parted by `gap`. */
function readNames(cursor: Cursor, gap: RegExp): string[] {
  const names: string[] = [];
  do {
    take(cursor, gap);
    const name = readName(cursor, dotted);
    if (name === '') break;
    names.push(name);
    const after = cursor.at;
    take(cursor, gap);
    if (cursor.at > after && take(cursor, dotted)?.[0] === 'as') {
      take(cursor, gap);
      take(cursor, dotted);
      take(cursor, gap);
    }
  } while (eat(cursor, ','));
  return names;
}

function readModules(cursor: Cursor): readonly string[] {
  return readNames(cursor, space);
}

function readFrom(cursor: Cursor): readonly string[] {
  take(cursor, space);
  const level = readName(cursor, dots);
  take(cursor, space);
  const start = cursor.at;
  let module = readName(cursor, dotted);
  // `from . import a`: the name is the next word.
  if (module === 'import' && level !== '') {
    cursor.at = start;
    module = '';
  }
  take(cursor, space);
  if (!eat(cursor, 'import')) return [];
  take(cursor, space);
  const names = eat(cursor, '*') ? ['*'] : eat(cursor, '(') ? readNames(cursor, wideSpace) : readNames(cursor, space);
  eat(cursor, ')');
  return names.map((name) => `from ${level}${module} import ${name}`);
}
