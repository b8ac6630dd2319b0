import { stripVTControlCharacters } from 'node:util';

let segmenter: Intl.Segmenter | undefined;
/** Made when a text needs it: loading its tables costs as much as half a Node. */
function graphemes(text: string): Intl.Segments {
  return (segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })).segment(text);
}

// Letters of Western languages, dashes, arrows, lines and marks: one column each, and none joins its neighbour.
const narrow = /^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u21FF\u2500-\u257F\u2713\u2717]*$/;
// East Asian wide forms and emoji take two columns.
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** Columns that a text takes on a terminal; colours take none. */
export function displayWidth(text: string): number {
  const plain = stripVTControlCharacters(text);
  // The fast path covers nearly all output.
  if (narrow.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of graphemes(plain)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** Rows as aligned columns, two spaces apart, without spaces at the line's end. */
export function alignColumns(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell));
  }
  return rows.map((row) =>
    (
      indent + row.map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - displayWidth(cell))).join('  ')
    ).trimEnd(),
  );
}

/** Plain text broken at spaces so that no line is wider than `columns`, unless one word is. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > columns) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}

/** Cuts plain text to `columns`, with an ellipsis where something was cut. */
export function truncateText(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  if (narrow.test(text)) return `${text.slice(0, Math.max(0, columns - 1))}…`;
  let cut = '';
  for (const { segment } of graphemes(text)) {
    if (displayWidth(cut + segment) > columns - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

/** Milliseconds as people say them: `340 ms`, `4.2 s`, `3 min 05 s`, `2 h 10 min`, `12 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.round(seconds) % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of a duration as it is typed (`90s`, `1.5h`, `7d`); undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit = ''] =
    /^(\d+(?:\.\d+)?)(ms|[smhdw])$/.exec(text.trim()) ?? (text.trim() === '0' ? ['', '0', 's'] : []);
  return amount === undefined ? undefined : Number(amount) * (units[unit] as number);
}
