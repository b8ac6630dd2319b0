import { median } from './median.ts';

export interface DayValue {
  /** `2026-11-27` */
  readonly day: string;
  readonly value: number;
}

export interface Change {
  /** The first day of the new level. */
  readonly day: string;
  /** The day on which it could be told. */
  readonly foundOn: string;
  /** Medians before and after. */
  readonly from: number;
  readonly to: number;
  /** 0.1: a tenth more. */
  readonly effect: number;
  readonly by: 'two of three' | 'change point';
}

/** Days of the level before that a judgement needs, and that it looks at. */
const least = 7;
const window = 14;
const early = 0.07;
const alike = 0.09;
const effectLeast = 0.05;
const tLeast = 4;

/**
 * The days on which a series went to another level. Two detectors, judged day after day as the days come: two of the last three days lie more than 7 % off
 * the median of the 14 days before them and within 9 % of each other; or the best split of the days since the last change, five at least on its younger side, has a Welch t above 4 and an effect
 * above 5 %. After a change the level begins anew. Measured by `pnpm bench regressions`.
 * @param points in order of day, one a day; days may be missing
 */
export function detectChanges(points: readonly DayValue[]): readonly Change[] {
  const changes: Change[] = [];
  let begin = 0;
  for (let at = 0; at < points.length; at += 1) {
    const found = earlySignal(points, begin, at) ?? changePoint(points, begin, at);
    if (found === undefined) continue;
    const foundOn = points[at] as DayValue;
    const before = median(points.slice(Math.max(begin, found.split - window), found.split).map(({ value }) => value));
    const after = median(points.slice(found.split, at + 1).map(({ value }) => value));
    changes.push({
      day: (points[found.split] as DayValue).day,
      foundOn: foundOn.day,
      from: before,
      to: after,
      effect: after / before - 1,
      by: found.by,
    });
    begin = found.split;
  }
  return changes.map((change, index) => settled(change, points, changes[index + 1]));
}

/** What is known when the series is over: the new level is the median of all its days, not of those that gave it away. */
function settled(change: Change, points: readonly DayValue[], next: Change | undefined): Change {
  const level = points
    .filter(({ day }) => day >= change.day && (next === undefined || day < next.day))
    .slice(0, window);
  const to = median(level.map(({ value }) => value));
  return { ...change, to, effect: to / change.from - 1 };
}

interface Split {
  readonly split: number;
  readonly by: Change['by'];
}

function earlySignal(points: readonly DayValue[], begin: number, at: number): Split | undefined {
  const first = at - 2;
  if (first - begin < least) return undefined;
  const level = median(points.slice(Math.max(begin, first - window), first).map(({ value }) => value));
  const off = [first, first + 1, at].map((index) => (points[index] as DayValue).value / level - 1);
  for (const sign of [1, -1]) {
    const flagged = off
      .map((each, index) => (each * sign > early ? first + index : -1))
      .filter((index) => index !== -1);
    const values = flagged.map((index) => (points[index] as DayValue).value);
    // Days of a new level are alike; bad days are bad each in its own way.
    const areAlike = Math.max(...values) / Math.min(...values) - 1 < alike;
    // The present day must be one of them, else the third day repeats what the second said.
    if (flagged.length >= 2 && areAlike && flagged.at(-1) === at)
      return { split: flagged[0] as number, by: 'two of three' };
  }
  return undefined;
}

const younger = 5;

function changePoint(points: readonly DayValue[], begin: number, at: number): Split | undefined {
  let best: { split: number; t: number } | undefined;
  for (let split = begin + least; split <= at - younger + 1; split += 1) {
    const [before, after] = [points.slice(Math.max(begin, split - 2 * window), split), points.slice(split, at + 1)].map(
      (part) => part.map(({ value }) => value),
    ) as [number[], number[]];
    const effect = Math.abs(median(after) / median(before) - 1);
    const t = welch(before, after);
    if (effect > effectLeast && t > tLeast && t > (best?.t ?? 0)) best = { split, t };
  }
  return best && { split: best.split, by: 'change point' };
}

/** The absolute t of Welch's test. Infinite when neither side varies. */
function welch(a: readonly number[], b: readonly number[]): number {
  const [one, other] = [moments(a), moments(b)];
  const difference = Math.abs(one.mean - other.mean);
  if (difference === 0) return 0;
  return difference / Math.sqrt(one.variance / a.length + other.variance / b.length);
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / Math.max(1, values.length - 1) };
}
