/** Text as code within a line, whatever marks it holds itself. */
export function code(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, ' ');
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const marks = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${marks}${space}${line}${space}${marks}`;
}

/** Lines of code as a block, fenced by more marks than stand in them. */
export function fence(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${language}\n${text}\n${marks}`;
}

const heading = /^( {0,3})(#{1,6})(?=\s)/;

/** Moves the headings of a text down so that the highest stands at `level`; what stands in fences is left. */
export function lowerHeadings(markdown: string, level: number): string {
  const lines = markdown.split('\n');
  const isOutside = outsideFences(lines);
  const levels = lines.flatMap((line, at) => (isOutside[at] ? (heading.exec(line)?.[2]?.length ?? []) : []));
  const shift = Math.max(0, level - Math.min(...levels, level));
  return lines
    .map((line, at) =>
      isOutside[at]
        ? line.replace(
            heading,
            (_, space: string, marks: string) => space + '#'.repeat(Math.min(6, marks.length + shift)),
          )
        : line,
    )
    .join('\n');
}

function outsideFences(lines: readonly string[]): readonly boolean[] {
  let open: string | undefined;
  return lines.map((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark === undefined) return open === undefined;
    if (open === undefined) open = mark;
    else if (mark.startsWith(open)) open = undefined;
    return false;
  });
}
