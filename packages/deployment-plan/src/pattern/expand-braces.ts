import { errors } from '../errors.ts';

/** More readings than this no pattern of a person has. */
export const alternativesLimit = 1000;

/**
 * Every text a pattern with braces stands for: `a.{js,ts}` is `a.js` and `a.ts`, `v{1..3}` is three texts, braces nest. Braces
 * without a comma or a range stay as they are, as in a shell; a backslash takes the meaning from the character after it.
 * @throws CDEV_E_PLAN_PATTERN_INVALID when it stands for more than 1,000.
 */
export function expandBraces(pattern: string): readonly string[] {
  let pending = [pattern];
  const done: string[] = [];
  while (pending.length > 0) {
    const next: string[] = [];
    for (const text of pending) {
      const group = firstGroup(text);
      if (!group) done.push(text);
      else for (const choice of group.choices) next.push(text.slice(0, group.start) + choice + text.slice(group.end));
    }
    if (done.length + next.length > alternativesLimit)
      throw errors.make('CDEV_E_PLAN_PATTERN_INVALID', {
        pattern,
        reason: `stands for more than ${alternativesLimit} patterns`,
      });
    pending = next;
  }
  return [...new Set(done)];
}

interface Group {
  readonly start: number;
  /** Behind the closing brace. */
  readonly end: number;
  readonly choices: readonly string[];
}

/** The first group that stands for several texts; groups inside it are left for the next round. */
function firstGroup(text: string): Group | undefined {
  for (let start = 0; start < text.length; start += 1) {
    if (text[start] === '\\') start += 1;
    else if (text[start] === '{') {
      const group = groupAt(text, start);
      if (group) return group;
    }
  }
  return undefined;
}

function groupAt(text: string, start: number): Group | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '{') depth += 1;
    else if (character === ',' && depth === 1) commas.push(at);
    else if (character === '}') {
      depth -= 1;
      if (depth > 0) continue;
      const cuts = [start, ...commas, at];
      const choices = commas.length === 0 ? range(text.slice(start + 1, at)) : slices(text, cuts);
      return choices && { start, end: at + 1, choices };
    }
  }
  return undefined;
}

function slices(text: string, cuts: readonly number[]): readonly string[] {
  return cuts.slice(1).map((cut, index) => text.slice((cuts[index] ?? 0) + 1, cut));
}

function range(inner: string): readonly string[] | undefined {
  const [, first, last] = /^(-?\d{1,6}|[A-Za-z])\.\.(-?\d{1,6}|[A-Za-z])$/.exec(inner) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const isNumber = /\d/.test(first);
  if (isNumber !== /\d/.test(last)) return undefined;
  const [from, to] = isNumber ? [Number(first), Number(last)] : [first.charCodeAt(0), last.charCodeAt(0)];
  const step = from <= to ? 1 : -1;
  // One more than the alternativesLimit is enough for the caller to refuse it.
  const length = Math.min(Math.abs(to - from), alternativesLimit) + 1;
  const values = Array.from({ length }, (_, index) => from + index * step);
  return values.map((value) => (isNumber ? String(value) : String.fromCharCode(value)));
}
