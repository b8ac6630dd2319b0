/** Where in a text is read; forward only. `undefined` from what reads means: what was expected does not stand here. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** What a sticky pattern finds at the cursor, which then stands behind it. */
export function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text) ?? undefined;
  cursor.at += found?.[0].length ?? 0;
  return found;
}

/** Of what stands behind white space and comments, the first sign; the cursor is at it. */
export function next(cursor: Cursor): string {
  skipGap(cursor);
  return cursor.text.charAt(cursor.at);
}

const space = /\s*/y;

/** Passes over white space and comments; a comment without an end leaves the cursor at it. */
export function skipGap(cursor: Cursor): true {
  for (;;) {
    space.lastIndex = cursor.at;
    space.test(cursor.text);
    cursor.at = space.lastIndex;
    if (cursor.text.startsWith('//', cursor.at)) cursor.at = endOfLine(cursor.text, cursor.at);
    else if (cursor.text.startsWith('/*', cursor.at)) {
      const end = cursor.text.indexOf('*/', cursor.at + 2);
      if (end === -1) return true;
      cursor.at = end + 2;
    } else return true;
  }
}

export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
