/** Text in UTF-16 that stands in something else, in one. */
export interface WideStrings {
  /** One byte a character, a line each. */
  readonly text: Buffer;
  /** Where in the content a place in the text stands. */
  readonly placeOf: (offset: number) => number;
}

/** What is shorter is no secret that has a form of its own. */
const shortest = 16;

/**
 * The strings of ASCII characters with a zero after each that programs and databases have in them; undefined where there are none. Looks at
 * four bytes of sixteen: a string that is long enough covers some.
 */
export function wideStrings(content: Buffer): WideStrings | undefined {
  const lines: string[] = [];
  const starts: number[] = [];
  const offsets: number[] = [];
  let length = 0;
  for (let at = 0; at + 3 < content.length; at += shortest) {
    const first = isWide(content, at) ? at : isWide(content, at + 1) ? at + 1 : -1;
    if (first < 0) continue;
    let start = first;
    while (start > 1 && isWide(content, start - 2)) start -= 2;
    let end = first + 2;
    while (isWide(content, end)) end += 2;
    if (end - start < shortest * 2) continue;
    const line = content.toString('latin1', start, end).replaceAll('\0', '');
    lines.push(line);
    starts.push(start);
    offsets.push(length);
    length += line.length + 1;
    at += Math.floor((end - at) / shortest) * shortest;
  }
  if (lines.length === 0) return undefined;
  const placeOf = (offset: number): number => {
    let line = offsets.length - 1;
    while (offsets[line]! > offset) line -= 1;
    return starts[line]! + (offset - offsets[line]!) * 2;
  };
  return { text: Buffer.from(lines.join('\n'), 'latin1'), placeOf };
}

function isWide(content: Buffer, at: number): boolean {
  const byte = content[at]!;
  return byte >= 0x20 && byte < 0x7f && content[at + 1] === 0;
}
