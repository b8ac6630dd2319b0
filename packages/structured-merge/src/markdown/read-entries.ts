import { labelOf, type LineKind } from './markdown-lines.ts';
import type { Entry } from './merge-entries.ts';

export type ListKind = 'item' | 'row' | 'definition';

export interface ReadEntries {
  readonly kind: ListKind;
  readonly entries: readonly Entry[];
  /** Blank lines behind the last. */
  readonly tail: readonly string[];
}

const delimiter = /^[\s|:-]+$/;
const marker = /^(?<indent>\s*)(?<mark>[-*+]|\d{1,9}[.)])(?:\s+|$)/;

/** The lines as entries of one list and nothing else; `undefined` when they are not. No lines are no entries of any kind. */
export function readEntries(lines: readonly string[], kinds: readonly LineKind[]): ReadEntries | undefined {
  const used = lines.findLastIndex((line) => line.trim() !== '') + 1;
  const tail = lines.slice(used);
  const kind = kinds[0];
  if (used === 0 || (kind !== 'item' && kind !== 'row' && kind !== 'definition')) return undefined;
  const body = lines.slice(0, used);
  const entries = kind === 'item' ? readItems(body, kinds) : readSingle(body, kinds, kind);
  return entries && { kind, entries, tail };
}

function readSingle(
  lines: readonly string[],
  kinds: readonly LineKind[],
  kind: 'row' | 'definition',
): Entry[] | undefined {
  const isOther = (line: string, at: number): boolean => kinds[at] !== kind || (kind === 'row' && delimiter.test(line));
  if (lines.some(isOther)) return undefined;
  if (kind === 'definition') return lines.map((line) => ({ key: labelOf(line), lines: [line] }));
  if (new Set(lines.map((line) => cellsOf(line).length)).size > 1) return undefined;
  const names = lines.map((line) => cellsOf(line)[0] ?? '');
  const isKey = new Set(names).size === names.length;
  return lines.map((line, at) => ({ key: isKey ? (names[at] as string) : cellsOf(line).join('|'), lines: [line] }));
}

function cellsOf(row: string): string[] {
  const cells = row.trim().replaceAll(/\\\|/g, '\u0000').split('|').slice(1, -1);
  return cells.map((cell) => cell.replaceAll(/\s+/g, ' ').trim());
}

/** Items of one level with all that is indented below them; numbers count on only where they are all alike. */
function readItems(lines: readonly string[], kinds: readonly LineKind[]): Entry[] | undefined {
  const first = marker.exec(lines[0] as string)?.groups;
  const indent = first?.['indent'] ?? '';
  const mark = first?.['mark'] ?? '';
  const entries: { key: string; lines: string[] }[] = [];
  for (const [at, line] of lines.entries()) {
    const own = kinds[at] === 'item' ? marker.exec(line)?.groups : undefined;
    if (own !== undefined && own['indent'] === indent) {
      if (/\d/.test(mark) && own['mark'] !== mark) return undefined;
      entries.push({ key: '', lines: [line] });
    } else if (line.trim() === '' || (line.startsWith(`${indent} `) && kinds[at] !== 'heading'))
      entries.at(-1)?.lines.push(line);
    else return undefined;
  }
  return entries.map((entry) => ({
    ...entry,
    key: entry.lines.join(' ').replace(marker, '').replaceAll(/\s+/g, ' ').trim(),
  }));
}

/** What a list is sorted by, if it is: the first word of an item, such as the part of a project, a first cell, the name of a link. */
export function sortKey({ key }: Entry): string {
  const [word = ''] = key.split(/\s+(?![^[]*\])/);
  return word.replaceAll(/[^\p{L}\p{N}/-]/gu, '');
}
