import { expectedCost, type QueueCost, type QueueOutlook } from './expected-cost.ts';
import type { QueueMode } from './next-prefixes.ts';

export interface ChosenMode {
  readonly mode: QueueMode;
  /** Test runs at once. */
  readonly slots: number;
  /** What to expect of it. */
  readonly expected: QueueCost;
  /** In words. */
  readonly reason: string;
}

/** Breaks of candidates that went through before, with the weight of twenty of which one broke. */
export function chanceOfBreak({ broken, passed }: { readonly broken: number; readonly passed: number }): number {
  return (broken + 1) / (broken + passed + 20);
}

/** A run that would be slowed by less than this share still gains: one that keeps 1.05 of two cores busy leaves room for a second. */
const tolerance = 0.15;

/** How many runs gain from going on at once, when one keeps `busy` of the cores busy. At most two a core, however much they wait. */
export function slotsFor({ cores, busy }: { readonly cores: number; readonly busy: number }): number {
  const fit = Math.floor(cores / Math.max(busy, 0.01) + tolerance);
  return Math.max(1, Math.min(fit, 2 * cores));
}

/** What is best for so many is best for more: beyond it the figures are those of so many. */
const most = 64;

/**
 * How many candidates, a chance of a break for each and that many test runs at once are tried: with one at once the mode with the fewest expected
 * runs, with more the one with the fewest expected rounds. With its reason in words.
 */
export function chooseMode({ count: all, slots, chance }: QueueOutlook): ChosenMode {
  const count = Math.min(all, most);
  const outlook = { count, slots, chance };
  const percent = `${Math.round(chance * 100)} %`;
  const [first, second] = slots === 1 ? (['halves', 'one-by-one'] as const) : (['spaced', 'prefixes'] as const);
  const [one, other] = [expectedCost(first, outlook), expectedCost(second, outlook)];
  const choose = (mode: QueueMode, expected: QueueCost, reason: string): ChosenMode => ({
    mode,
    slots,
    expected,
    reason: `${percent} of candidates break: ${reason}`,
  });
  if (slots === 1)
    return one.runs < other.runs
      ? choose(first, one, `all at once and halved on failure is ${one.runs.toFixed(1)} runs, not ${count}`)
      : choose(second, other, 'batches would save nothing');
  const [how, instead] = [`evenly spaced prefixes are ${roundsOf(one)}`, `the next prefixes are ${roundsOf(other)}`];
  return isFaster(one, other)
    ? choose(first, one, `${slots} at once, ${how}, ${instead}`)
    : choose(second, other, `${slots} at once, ${instead}, ${how}`);
}

function roundsOf({ rounds }: QueueCost): string {
  return `${rounds.toFixed(1)} rounds`;
}

/** In rounds, and where these are as good as the same, in runs. */
function isFaster(one: QueueCost, other: QueueCost): boolean {
  return Math.abs(one.rounds - other.rounds) < 0.01 ? one.runs <= other.runs : one.rounds < other.rounds;
}
