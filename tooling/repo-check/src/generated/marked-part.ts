/** The text between `<!-- name -->` and `<!-- /name -->`, which is written by `--fix` and by nobody else. */
export function replacePart(text: string, name: string, body: string): string | undefined {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = text.indexOf(begin);
  const stop = text.indexOf(end);
  if (start === -1 || stop < start) return undefined;
  return `${text.slice(0, start + begin.length)}\n\n${body}\n\n${text.slice(stop)}`;
}

/** As `replacePart`; a text that has no such part gets it at its end, under a heading. */
export function ensurePart(
  text: string,
  { name, heading, body }: { name: string; heading: string; body: string },
): string {
  const replaced = replacePart(text, name, body);
  if (replaced !== undefined) return replaced;
  return `${text.trimEnd()}\n\n## ${heading}\n\n<!-- ${name} -->\n\n${body}\n\n<!-- /${name} -->\n`;
}

/** A Markdown table, its columns aligned in the source too. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(escapeCell)))].join('\n');
}

function escapeCell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/<(?!br>)/g, '\\<')
    .replaceAll('\n', ' ');
}
