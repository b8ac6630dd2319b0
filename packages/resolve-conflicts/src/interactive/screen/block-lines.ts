import { displayWidth, truncateText, type Page } from '@cdev/core/cli';
import type { ViewRow } from './chunk-view.ts';
import { paintLine, wrapLine } from './syntax.ts';

/** A version of a chunk, with the key that takes it. */
export interface Block {
  readonly key: string;
  readonly title: string;
  readonly rows: readonly ViewRow[];
}

/** Columns that a version needs to stand beside another. */
const leastColumns = 48;
const gap = 3;

type Style = Page['style'];

/** Beside one another where all have room, else below one another. */
export function blockLines(blocks: readonly Block[], { style, columns }: Pick<Page, 'style' | 'columns'>): string[] {
  const width = Math.floor((columns - gap * (blocks.length - 1)) / blocks.length);
  if (blocks.length < 2 || width < leastColumns)
    return blocks.flatMap((block) => [
      '',
      titleLine(block, style, columns),
      ...rowLines(block.rows, { style, columns }),
    ]);
  const laid = blocks.map((block) => [
    titleLine(block, style, width),
    ...rowLines(block.rows, { style, columns: width }),
  ]);
  const height = Math.max(...laid.map((lines) => lines.length));
  const between = ` ${style.quiet('│')} `;
  const rows = Array.from({ length: height }, (_, row) =>
    laid
      .map((lines) => padded(lines[row] ?? '', width))
      .join(between)
      .trimEnd(),
  );
  return ['', ...rows];
}

function padded(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - displayWidth(line)));
}

function titleLine({ key, title }: Block, style: Style, columns: number): string {
  const words = truncateText(title, Math.max(1, columns - displayWidth(key) - 1));
  return key === '' ? style.quiet(words) : `${style.name(key)} ${style.title(words)}`;
}

/** Rows with their numbers; a line without room goes on below. */
export function rowLines(
  rows: readonly ViewRow[],
  { style, columns, isQuiet = false }: Pick<Page, 'style' | 'columns'> & { readonly isQuiet?: boolean },
): string[] {
  if (rows.length === 0) return [style.quiet('       (nothing)')];
  const hasColour = style.title('x') !== 'x';
  return rows.flatMap(({ number, mark, line }) =>
    wrapLine(line, Math.max(10, columns - 8)).map((part, at) => {
      const head = at > 0 ? '     ' : String(number ?? '').padStart(5);
      const sign = mark === '+' ? style.good('+') : mark === '-' ? style.bad('-') : ' ';
      const text = isQuiet ? style.quiet(paintLine(part, false)) : paintLine(part, hasColour);
      return `${style.quiet(head)} ${sign} ${text}`.trimEnd();
    }),
  );
}
