import { alignColumns, displayWidth, wrapText, type Style } from '@cdev/core/cli';

/** How the demo's text is set. */
export interface Look {
  readonly style: Style;
  /** Columns of the terminal; text is never set wider than 100. */
  readonly columns: number;
}

export interface Step {
  readonly number: number;
  readonly title: string;
  readonly explanation: string;
  /** As the user would type it. */
  readonly command: string;
}

export interface Ending {
  readonly title: string;
  readonly text: string;
  /** What is to be known one by one. */
  readonly points?: readonly string[];
  /** What the reader may do now: a command and what it shows. */
  readonly next: readonly (readonly [command: string, what: string])[];
}

const margin = '  ';
const inset = '      ';
const widest = 100;

/** Before the first step. */
export function narrateOpening(look: Look, { title, text }: { readonly title: string; readonly text: string }): string {
  return block(['', margin + look.style.title(title), '', ...paragraph(look, text, margin), '']);
}

/** Before a command runs: what it is and why. */
export function narrateStep(look: Look, { number, title, explanation, command }: Step): string {
  const { style } = look;
  return block([
    '',
    `${margin}${style.quiet(String(number).padStart(2))}  ${style.title(title)}`,
    '',
    ...paragraph(look, explanation, inset),
    '',
    `${inset}${style.quiet('$')} ${style.name(command)}`,
    '',
  ]);
}

/** After a command has run: what matters in what it said. */
export function narrateRemarks(look: Look, remarks: readonly string[]): string {
  if (remarks.length === 0) return '';
  return block(remarks.flatMap((remark) => ['', ...paragraph(look, remark, `${inset}${look.style.quiet('│')} `)]));
}

/** After the last step. */
export function narrateEnding(look: Look, { title, text, points = [], next }: Ending): string {
  const { style } = look;
  const rows = next.map(([command, what]) => [`${style.quiet('$')} ${style.name(command)}`, style.quiet(what)]);
  return block([
    '',
    margin + style.title(title),
    '',
    ...paragraph(look, text, margin),
    '',
    ...points.flatMap((point) => hanging(look, point)),
    ...(points.length > 0 ? [''] : []),
    ...alignColumns(rows, margin),
    '',
  ]);
}

function paragraph(look: Look, text: string, before: string): string[] {
  return wrapText(text, width(look) - displayWidth(before)).map((line) => before + line);
}

/** With a mark before its first line. */
function hanging(look: Look, text: string): string[] {
  return paragraph(look, text, `${margin}  `).map((line, at) => (at === 0 ? `${margin}· ${line.trimStart()}` : line));
}

function width({ columns }: Look): number {
  return Math.max(40, Math.min(columns, widest) - margin.length);
}

function block(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
