import { isAscii } from 'node:buffer';
import { judgeValue } from '../assignment/judge-value.ts';
import { nameClass } from '../assignment/name-class.ts';
import { otherScripts } from '../assignment/password-words.ts';
import { genericRules } from '../engine/generic-rules.ts';
import type { Candidate } from '../finding.ts';

/** `**Password:** …`, `__Token__: …`; the value may stand in the same marks, or as code. */
const marked =
  /(?:\*\*|__)([A-Za-z][\w -]{0,40}?)[ \t]*(?::(?:\*\*|__)|(?:\*\*|__)[ \t]*[:=])[ \t]*(`{1,2}|\*\*|__)?([^\s`*|<>]{4,200})/dg;
/** What a table has between its first line and the others. */
const rule = /^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*\r?$/;
/** A longer line is none of a table that people write. */
const longest = 2000;

/** Parts of the words for secrets, as names in a text have them: without one of them it need not be read again. */
const parts = ['assw', 'oken', 'ecret', 'Pass', 'ASSW'].map((part) => Buffer.from(part));
const otherParts = otherScripts.map((part) => Buffer.from(part));
/** Larger ones are lists of changes and the like, that nobody writes a password into. */
const largest = 256_000;

/** Whether a content in Markdown may name a password where no other detector looks. */
export function mayNameInMarkdown(bytes: Buffer): boolean {
  return (
    bytes.length <= largest &&
    (bytes.includes('**') || bytes.includes('|') || bytes.includes('__')) &&
    (holdsOne(bytes, parts) || (!isAscii(bytes) && holdsOne(bytes, otherParts)))
  );
}

function holdsOne(bytes: Buffer, searched: readonly Buffer[]): boolean {
  return searched.some((part) => bytes.includes(part));
}

/** What stands behind names in bold, in columns of tables with such names, and in rows that begin with one. */
export function* readMarkdown(text: string): Generator<Candidate> {
  for (const found of text.matchAll(marked)) {
    const [start, end] = found.indices?.[3] ?? [0, 0];
    yield* judged(found[1] as string, { text, start, end: sentenceEnd(text, start, end) });
  }
  yield* readTables(text);
}

interface Place {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A full stop or comma behind a value is one of the sentence. */
function sentenceEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).replace(/[.,;)]+$/, '').length;
}

function* readTables(text: string): Generator<Candidate> {
  let header: readonly string[] = [];
  let last = '';
  let isTable = false;
  for (let from = 0; from < text.length;) {
    const next = text.indexOf('\n', from);
    const end = next < 0 ? text.length : next;
    const line = end - from > longest ? '' : text.slice(from, end);
    if (!line.includes('|')) isTable = false;
    else if (rule.test(line)) {
      isTable = true;
      header = cellsOf(last, 0).map(({ start, end: to }) => plain(last.slice(start, to)));
    } else if (isTable) yield* readRow(text, cellsOf(line, from), header);
    last = line;
    from = end + 1;
  }
}

/** A row whose first cell is a name has its value in the second, unless that is a description. */
function* readRow(
  text: string,
  cells: readonly Omit<Place, 'text'>[],
  header: readonly string[],
): Generator<Candidate> {
  const first = cells[0];
  const name = first === undefined ? '' : plain(text.slice(first.start, first.end));
  for (const [at, { start, end }] of cells.entries()) {
    const isSetting = at === 1 && cells.length === 2 && nameClass(header[1] ?? '') === 'none';
    const called = isSetting ? name : (header[at] ?? '');
    const from = start + (/^(?:`+|\*\*|__)/.exec(text.slice(start, end))?.[0].length ?? 0);
    const to = end - (/(?:`+|\*\*|__)$/.exec(text.slice(start, end))?.[0].length ?? 0);
    if (to > from) yield* judged(called, { text, start: from, end: to });
  }
}

/** Of a line that begins at `base`, without the blanks around them; also those with nothing in them. */
function cellsOf(line: string, base: number): Omit<Place, 'text'>[] {
  const cells: Omit<Place, 'text'>[] = [];
  const body = /^[ \t]*\|?(.*?)\|?[ \t]*\r?$/d.exec(line)?.indices?.[1] ?? [0, 0];
  for (let from = body[0]; from <= body[1];) {
    const mark = line.indexOf('|', from);
    const to = mark < 0 || mark > body[1] ? body[1] : mark;
    const cell = line.slice(from, to);
    const start = base + from + cell.length - cell.trimStart().length;
    cells.push({ start, end: start + cell.trim().length });
    from = to + 1;
  }
  return cells;
}

function plain(cell: string): string {
  return cell.replaceAll(/[*_`]{2,}|`|:$/g, '');
}

function* judged(name: string, { text, start, end }: Place): Generator<Candidate> {
  const kind = nameClass(name);
  if (kind === 'none' || kind === 'weak') return;
  const secret = text.slice(start, end);
  if (/\s/.test(secret)) return;
  const found = judgeValue(secret, kind, { start, end, shape: 'assignment', isQuoted: true }, false);
  if (found === undefined) return;
  yield { ...genericRules[kind], rank: 20, start, end, secret, certainty: found.certainty, reasons: found.reasons };
}
