import { alignColumns, displayWidth, formatDuration, wrapText, type Style } from '@cdev/core/cli';

/** How the demo's text is set. */
export interface Look {
  readonly style: Style;
  /** Columns of the terminal; text is never set wider than 100. */
  readonly columns: number;
}

export type Mark = 'good' | 'bad' | 'notable' | 'plain';

/** One line of what a command did: `✓  late-fees  4 files committed`. */
export interface Finding {
  readonly mark: Mark;
  readonly name: string;
  readonly text: string;
}

export interface Step {
  readonly number: number;
  readonly title: string;
  readonly explanation: string;
  /** As the user would type it. */
  readonly command: string;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  /** Sentences that point at what matters in the findings. */
  readonly remarks: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
}

export interface Ending {
  readonly title: string;
  readonly text: string;
  /** What the reader may do now: a command and what it shows. */
  readonly next: readonly (readonly [command: string, what: string])[];
}

const signs: Readonly<Record<Mark, string>> = { good: '✓', bad: '✗', notable: '!', plain: '·' };
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

/** After a command has run: what came of it, and how long it took. */
export function narrateOutcome(look: Look, { findings, remarks, duration }: Outcome): string {
  const { style } = look;
  return block([
    ...findingLines(look, findings),
    ...remarks.flatMap((remark) => ['', ...paragraph(look, remark, `${inset}${style.quiet('│')} `)]),
    '',
    inset + style.quiet(formatDuration(duration)),
  ]);
}

/** After the last step. */
export function narrateEnding(look: Look, { title, text, next }: Ending): string {
  const { style } = look;
  const rows = next.map(([command, what]) => [`${style.quiet('$')} ${style.name(command)}`, style.quiet(what)]);
  return block([
    '',
    margin + style.title(title),
    '',
    ...paragraph(look, text, margin),
    '',
    ...alignColumns(rows, margin),
    '',
  ]);
}

/** Name and text stand in columns; a text that is too long goes on below itself. */
function findingLines(look: Look, findings: readonly Finding[]): string[] {
  const nameWidth = Math.max(0, ...findings.map(({ name }) => displayWidth(name)));
  const columns = width(look) - inset.length - nameWidth - 5;
  const rows = findings.flatMap(({ mark, name, text }) =>
    wrapText(text, Math.max(columns, 20)).map((line, index) =>
      index === 0 ? [painted(look.style, mark), name, line] : ['', '', line],
    ),
  );
  return alignColumns(rows, inset);
}

function painted(style: Style, mark: Mark): string {
  const paint = { good: style.good, bad: style.bad, notable: style.warning, plain: style.quiet }[mark];
  return paint(signs[mark]);
}

function paragraph(look: Look, text: string, before: string): string[] {
  return wrapText(text, width(look) - displayWidth(before)).map((line) => before + line);
}

function width({ columns }: Look): number {
  return Math.max(40, Math.min(columns, widest) - margin.length);
}

function block(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
