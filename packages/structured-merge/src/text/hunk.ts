import type { Resolution } from '../merge-result.ts';

/** Lines without their ends; `start` counts from 0. */
export interface HunkLines {
  readonly start: number;
  readonly lines: readonly string[];
}

/** Lines that both sides changed in different ways. */
export interface LineHunk {
  readonly base: HunkLines;
  readonly ours: HunkLines;
  readonly theirs: HunkLines;
}

export interface HunkResolution extends Omit<Resolution, 'where'> {
  readonly lines: readonly string[];
  /** The lines stand for the whole hunk, not for what is left when both sides' common lines are taken off. */
  readonly isWhole?: boolean;
}

/** Decides a hunk, or leaves it to the next rule; `whole` has also the lines at its ends that both sides have alike. */
export interface HunkRule {
  (hunk: LineHunk, whole: LineHunk): HunkResolution | undefined;
  /** What an explanation calls it. */
  readonly rung?: string;
}

/** Gives a rule the name by which an explanation calls it. */
export function named(rung: string, rule: (hunk: LineHunk, whole: LineHunk) => HunkResolution | undefined): HunkRule {
  return Object.assign((hunk: LineHunk, whole: LineHunk) => rule(hunk, whole), { rung });
}

/** Takes off what both sides have alike at the hunk's start and end (as zdiff3 does). */
export function narrow(hunk: LineHunk): { before: readonly string[]; hunk: LineHunk; after: readonly string[] } {
  const { base, ours, theirs } = hunk;
  const shortest = Math.min(ours.lines.length, theirs.lines.length);
  let head = 0;
  while (head < shortest && ours.lines[head] === theirs.lines[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && ours.lines.at(-1 - tail) === theirs.lines.at(-1 - tail)) tail += 1;
  const baseHead = countWhile(base.lines, (line, index) => index < head && line === ours.lines[index]);
  const rest = base.lines.slice(baseHead);
  const baseTail = countWhile(rest.toReversed(), (line, index) => index < tail && line === ours.lines.at(-1 - index));
  return {
    before: ours.lines.slice(0, head),
    hunk: {
      base: cut(base, baseHead, baseTail),
      ours: cut(ours, head, tail),
      theirs: cut(theirs, head, tail),
    },
    after: tail === 0 ? [] : ours.lines.slice(-tail),
  };
}

function countWhile(lines: readonly string[], holds: (line: string, index: number) => boolean): number {
  const stop = lines.findIndex((line, index) => !holds(line, index));
  return stop === -1 ? lines.length : stop;
}

function cut({ start, lines }: HunkLines, head: number, tail: number): HunkLines {
  return { start: start + head, lines: lines.slice(head, lines.length - tail) };
}
