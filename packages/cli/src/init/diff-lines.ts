/** `text` and behind it the lines, with the line ends that it has. */
export function additions(text: string, lines: readonly string[]): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : `${text}${end}`;
  return `${start}${lines.map((line) => `${line}${end}`).join('')}`;
}

/** What a diff of two texts shows, when the second only adds to the end of the first: three lines before, and all that is new. */
export function diffLines(before: string, after: string): readonly string[] {
  const old = linesOf(before);
  const added = linesOf(after).slice(old.length);
  return [...old.slice(-3).map((line) => `  ${line}`.trimEnd()), ...added.map((line) => `+ ${line}`.trimEnd())];
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}
