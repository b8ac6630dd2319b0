import type { TokenRule } from '@cdev/secret-rules';
import { byteTable, tableOf } from './byte-table.ts';

/** So many bytes in a row of one set. A set has 1 for each byte that is in it. */
export interface Run {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** What has to stand there, `lead` bytes before a keyword on, as far as bytes alone can tell. */
export interface Opening {
  /** Less than 0 where it begins after the keyword's first byte. */
  readonly lead: number;
  readonly runs: readonly Run[];
}

/** As many bytes as are asked for at most: a detector may look no further (`margin` of the sieve's memory). */
const most = 128;

/**
 * What every match of a rule begins with, where it has this keyword: its letters in the case that they must have, and the characters before
 * and after it up to the first that may be missing. Undefined where nothing can be told.
 */
export function openingOf(
  { pattern, keywords, lead, ignoreCase }: Pick<TokenRule, 'pattern' | 'keywords' | 'lead' | 'ignoreCase'>,
  keyword: string,
): Opening | undefined {
  const starts = /^\(\?:((?:[^()[\]{}|\\]|\\[^\w]|\|)+)\)/.exec(pattern);
  if (hasAlternatives(pattern)) return undefined;
  const runs: Run[] = [];
  if (starts !== null) {
    const texts = starts[1]!.split('|').map((text) => text.replaceAll('\\', ''));
    const own = texts.length === 1 ? texts : texts.filter((text) => text.toLowerCase() === keyword);
    // Each of the texts is found by a keyword of its own, or this one says nothing of it.
    if (own.length !== 1 || texts.some((text) => text.toLowerCase() !== keyword && begins(text, keyword, keywords)))
      return undefined;
    for (const character of own[0]!) runs.push({ bytes: tableOf(character, ignoreCase), count: 1 });
  }
  addRuns(pattern.slice(starts?.[0].length ?? 0), ignoreCase, runs);
  return runs.length === 0 ? undefined : { lead, runs: joined(runs) };
}

/** Bytes as they are. */
export function exactly(text: string): Opening {
  return { lead: 0, runs: joined(Array.from(text, (character) => ({ bytes: tableOf(character, false), count: 1 }))) };
}

/** A byte of a set right after a keyword. */
export function followedBy(keyword: string, set: string): Opening {
  return { lead: -keyword.length, runs: [{ bytes: byteTable(set, false), count: 1 }] };
}

function begins(text: string, keyword: string, keywords: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return lower.startsWith(keyword) && !keywords.includes(lower);
}

/** `a|b`, not in a group. */
function hasAlternatives(pattern: string): boolean {
  let depth = 0;
  for (const [part] of pattern.matchAll(/\\.|\[(?:[^\]\\]|\\.)*\]|[()|]/g)) {
    if (part === '(') depth += 1;
    else if (part === ')') depth -= 1;
    else if (part === '|' && depth === 0) return true;
  }
  return false;
}

const element = /(\[(?:[^\]\\]|\\.)+\]|\\[wd]|\\[^\w]|[^\\^$.*+?()[\]{}|])(?:\{(\d+)(,\d*)?\}|([*+?]))?/y;

/** Of each element that is there in any case how often it is at least; after one that may be longer nothing is told. */
function addRuns(rest: string, ignoreCase: boolean, runs: Run[]): void {
  element.lastIndex = 0;
  for (;;) {
    const [, set, least, orMore, sign] = element.exec(rest) ?? [];
    if (set === undefined) return;
    const count = sign === '*' || sign === '?' ? 0 : Number(least ?? 1);
    const known = runs.reduce((sum, run) => sum + run.count, 0);
    const bytes = set.length === 1 ? tableOf(set, ignoreCase) : byteTable(set, ignoreCase);
    if (count > 0) runs.push({ bytes, count: Math.min(count, most - known) });
    if (sign !== undefined || orMore !== undefined || known + count >= most) return;
  }
}

/** Neighbours of the same set as one. */
function joined(runs: readonly Run[]): readonly Run[] {
  const together: Run[] = [];
  for (const run of runs) {
    const last = together.at(-1);
    if (last?.bytes === run.bytes) together[together.length - 1] = { ...run, count: last.count + run.count };
    else together.push(run);
  }
  return together;
}
