import { isExactPath, matchesPattern } from './matches-pattern.ts';
import { parsePattern, type CharacterRange, type Segment, type Token } from './parse-pattern.ts';

/**
 * Whether some path can match both patterns. Never says no when there is one; may say yes where only an impossible path would do.
 *
 * A pattern is a regular language, so the question is whether the intersection of two is empty. The product construction answers it
 * (M. O. Rabin, D. Scott: Finite Automata and Their Decision Problems, IBM Journal, 1959): walk pairs of states, one of each
 * automaton, along steps both can take, and look whether a pair of end states is reached. It is done twice, over segments and
 * within a pair of segments over characters; each pair is visited once, so the cost is the product of the lengths.
 * @throws CDEV_E_PLAN_PATTERN_INVALID
 */
export function patternsOverlap(first: string, second: string): boolean {
  if (first === second) return true;
  // A pattern also stands for the path written like it.
  if (matchesPattern(second, first) || matchesPattern(first, second)) return true;
  if (isExactPath(first) || isExactPath(second)) return false;
  const others = parsePattern(second);
  return parsePattern(first).some((one) => others.some((other) => segmentsMeet(one, other)));
}

/** `skips`: may stand for nothing. `repeats`: stays where it is after taking one step of the other. */
interface Walk<Step> {
  readonly isFree: (step: Step) => boolean;
  readonly canMeet: (one: Step, other: Step) => boolean;
}

const segmentWalk: Walk<Segment> = {
  isFree: ({ kind }) => kind === 'everything',
  canMeet: (one, other) =>
    one.kind === 'everything' || other.kind === 'everything' || tokensMeet(one.tokens, other.tokens),
};

const tokenWalk: Walk<Token> = {
  isFree: ({ kind }) => kind === 'run',
  canMeet: charactersMeet,
};

function segmentsMeet(one: readonly Segment[], other: readonly Segment[]): boolean {
  return canBothEnd(one, other, segmentWalk);
}

function tokensMeet(one: readonly Token[], other: readonly Token[]): boolean {
  return canBothEnd(one, other, tokenWalk);
}

/** Reachability in the product: `reached[j]` says that the first `i` steps of one and `j` of the other can have taken the same text. */
function canBothEnd<Step>(one: readonly Step[], other: readonly Step[], walk: Walk<Step>): boolean {
  const width = other.length + 1;
  const reached = new Uint8Array((one.length + 1) * width);
  reached[0] = 1;
  for (let i = 0; i <= one.length; i += 1) {
    for (let j = 0; j <= other.length; j += 1) {
      if (reached[i * width + j] !== 1) continue;
      const [step, otherStep] = [one[i], other[j]];
      // A free step may end here, having taken any number of steps of the other side before.
      if (step !== undefined && walk.isFree(step)) reached[(i + 1) * width + j] = 1;
      if (otherStep !== undefined && walk.isFree(otherStep)) reached[i * width + j + 1] = 1;
      if (step === undefined || otherStep === undefined || !walk.canMeet(step, otherStep)) continue;
      if (walk.isFree(step)) reached[i * width + j + 1] = 1;
      if (walk.isFree(otherStep)) reached[(i + 1) * width + j] = 1;
      if (!walk.isFree(step) && !walk.isFree(otherStep)) reached[(i + 1) * width + j + 1] = 1;
    }
  }
  return reached[one.length * width + other.length] === 1;
}

function charactersMeet(one: Token, other: Token): boolean {
  if (one.kind === 'any' || one.kind === 'run' || other.kind === 'any' || other.kind === 'run') return true;
  const [first, second] = [classOf(one), classOf(other)];
  if (first.isNegated && second.isNegated) return true;
  if (first.isNegated) return leavesSome(second.ranges, first.ranges);
  if (second.isNegated) return leavesSome(first.ranges, second.ranges);
  return first.ranges.some(([from, to]) => second.ranges.some(([start, end]) => from <= end && start <= to));
}

type Class = Pick<Extract<Token, { kind: 'class' }>, 'isNegated' | 'ranges'>;

function classOf(token: Extract<Token, { kind: 'class' | 'character' }>): Class {
  if (token.kind === 'class') return token;
  const code = token.character.codePointAt(0) ?? 0;
  return { isNegated: false, ranges: [[code, code]] };
}

/** Whether `ranges` hold a code point that `taken` does not. */
function leavesSome(ranges: readonly CharacterRange[], taken: readonly CharacterRange[]): boolean {
  const sorted = taken.toSorted(([a], [b]) => a - b);
  return ranges.some(([first, last]) => {
    let next = first;
    for (const [from, to] of sorted) if (from <= next && next <= to) next = to + 1;
    return next <= last;
  });
}
