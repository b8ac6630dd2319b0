import { judgeValue } from '../assignment/judge-value.ts';
import { nameClass, type NameClass } from '../assignment/name-class.ts';
import { genericRules } from '../engine/generic-rules.ts';
import type { Candidate } from '../finding.ts';

/** Rows of a table that is longer are not read one by one. */
const mostRows = 20_000;

/** Whether the first line of a table names a column of secrets; its bytes decide. */
export function hasSecretColumn(bytes: Buffer): boolean {
  const end = bytes.indexOf(10);
  if (end < 0 || end > 4000) return false;
  return columnsOf(bytes.toString('latin1', 0, end)).some(({ kind }) => kind !== 'none' && kind !== 'weak');
}

/** What stands in the columns of a table that its first line calls passwords, tokens or keys. */
export function* readCsvRows(text: string): Generator<Candidate> {
  const end = text.indexOf('\n');
  const separator = separatorOf(text.slice(0, end));
  const columns = columnsOf(text.slice(0, end));
  let from = end + 1;
  for (let row = 0; row < mostRows && from < text.length; row += 1) {
    const lineEnd = text.indexOf('\n', from);
    const stop = lineEnd < 0 ? text.length : lineEnd;
    const fields = fieldsOf(text.slice(from, stop), separator);
    for (const [at, { value, start }] of fields.entries()) {
      const kind = columns[at]?.kind ?? 'none';
      if (kind === 'none' || kind === 'weak') continue;
      const judged = judgeValue(value, kind, { start, end: start, shape: 'assignment', isQuoted: true }, true);
      if (judged === undefined) continue;
      const place = { start: from + start, end: from + start + value.length, secret: value };
      yield {
        ...place,
        ...genericRules[kind],
        rank: 20,
        certainty: judged.certainty,
        reasons: [`it stands in a column of a table that is called ${columns[at]?.name ?? ''}`],
      };
    }
    from = stop + 1;
  }
}

function separatorOf(line: string): string {
  return ['\t', ';', ','].find((mark) => line.includes(mark)) ?? ',';
}

function columnsOf(line: string): { name: string; kind: NameClass }[] {
  return fieldsOf(line, separatorOf(line)).map(({ value }) => ({ name: value, kind: nameClass(value) }));
}

function fieldsOf(line: string, separator: string): { value: string; start: number }[] {
  const fields: { value: string; start: number }[] = [];
  for (let at = 0; at <= line.length;) {
    const isQuoted = line[at] === '"';
    const close = isQuoted ? line.indexOf('"', at + 1) : -1;
    const next = line.indexOf(separator, close > 0 ? close : at);
    const stop = next < 0 ? line.length : next;
    const raw = isQuoted && close > 0 ? line.slice(at + 1, close) : line.slice(at, stop);
    const value = raw.trim();
    fields.push({ value, start: at + (isQuoted ? 1 : 0) + (raw.length - raw.trimStart().length) });
    at = stop + 1;
  }
  return fields;
}
