import type { TokenRule } from '@cdev/secret-rules';

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

/** As many bytes as are asked for at most: a detector may look no further (`margin` of the fast sieve). */
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

/** Whether an opening stands where its keyword begins at `start`. */
export function stands(bytes: Uint8Array, start: number, { lead, runs }: Opening): boolean {
  let at = start - lead;
  if (at < 0) return false;
  for (const run of runs) {
    const end = at + run.count;
    if (end > bytes.length) return false;
    for (; at < end; at += 1) if (run.bytes[bytes[at]!] === 0) return false;
  }
  return true;
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

const tables = new Map<string, Uint8Array>();

/** 1 for the byte of a character of ASCII, and of its other case. */
function tableOf(character: string, ignoreCase: boolean): Uint8Array {
  const key = `"${character}${ignoreCase}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = new Uint8Array(256);
    table[character.charCodeAt(0)] = 1;
    if (ignoreCase)
      for (const other of [character.toLowerCase(), character.toUpperCase()]) table[other.charCodeAt(0)] = 1;
    tables.set(key, table);
  }
  return table;
}

const plainClass = /^\[((?:\\w(?!-[^\]])|[\w+/=~.%-])+)\]$/;

/** The table of a class of nothing but letters, digits and a few signs, without an expression: most are, and all are made at the start. */
function rangesOf(source: string, ignoreCase: boolean): Uint8Array | undefined {
  const inside = plainClass.exec(source)?.[1]?.replaceAll('\\w', 'A-Za-z0-9_');
  if (inside === undefined || ignoreCase) return undefined;
  const table = new Uint8Array(256);
  for (let at = 0; at < inside.length; at += 1) {
    const isRange = inside[at + 1] === '-' && at + 2 < inside.length;
    table.fill(1, inside.charCodeAt(at), inside.charCodeAt(isRange ? at + 2 : at) + 1);
    if (isRange) at += 2;
  }
  return table;
}

/** 1 for each byte that a class of characters has. */
export function byteTable(source: string, ignoreCase: boolean): Uint8Array {
  const key = `${source}${ignoreCase}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = rangesOf(source, ignoreCase);
    if (table === undefined) {
      const expression = new RegExp(source, ignoreCase ? 'i' : '');
      table = Uint8Array.from({ length: 256 }, (_, byte) => (expression.test(String.fromCharCode(byte)) ? 1 : 0));
    }
    tables.set(key, table);
  }
  return table;
}
