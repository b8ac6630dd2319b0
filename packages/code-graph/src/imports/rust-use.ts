import { next, skipGap, take, type Cursor } from './cursor.ts';

const word = /(?:r#)?([\p{L}_][\p{L}\p{N}_]*)/uy;

/**
 * The paths of a `use`, or one path in code, from the cursor on: `a::{b, c::*}` is `a::b` and `a::c::*`. None of what is no path, as in a macro, and of `::a`,
 * which always leads out of the crate.
 */
export function readUse(cursor: Cursor, isWhole: boolean): readonly (readonly string[])[] {
  const paths: (readonly string[])[] = [];
  readTree(cursor, [], isWhole, paths);
  return paths;
}

/** @returns false where it is not written as a path is */
function readTree(cursor: Cursor, before: readonly string[], isWhole: boolean, into: (readonly string[])[]): boolean {
  let parts = before;
  for (;;) {
    const sign = isWhole || parts.length > 0 ? next(cursor) : cursor.text.charAt(cursor.at);
    if (isWhole && sign === '*') {
      cursor.at += 1;
      into.push([...parts, '*']);
      return true;
    }
    if (isWhole && sign === '{') return readGroup(cursor, parts, into);
    const name = readWord(cursor);
    if (name === undefined) {
      if (!isWhole && parts.length > 0) into.push(parts);
      return !isWhole;
    }
    // `a::{self}` is `a`.
    if (name !== 'self' || parts.length === 0) parts = [...parts, name];
    const after = cursor.at;
    skipGap(cursor);
    if (!cursor.text.startsWith('::', cursor.at)) {
      if (!isWhole) cursor.at = after;
      into.push(parts);
      return isWhole ? skipAlias(cursor) : true;
    }
    cursor.at += 2;
  }
}

function readGroup(cursor: Cursor, parts: readonly string[], into: (readonly string[])[]): boolean {
  cursor.at += 1;
  while (next(cursor) !== '}') {
    if (!readTree(cursor, parts, true, into)) return false;
    if (next(cursor) === ',') cursor.at += 1;
    else if (next(cursor) !== '}') return false;
  }
  cursor.at += 1;
  return true;
}

function skipAlias(cursor: Cursor): true {
  const { at } = cursor;
  if (next(cursor) === 'a' && readWord(cursor) === 'as') {
    skipGap(cursor);
    readWord(cursor);
  } else cursor.at = at;
  return true;
}

/** A name, of a raw one without its sign. */
export function readWord(cursor: Cursor): string | undefined {
  return take(cursor, word)?.[1];
}
