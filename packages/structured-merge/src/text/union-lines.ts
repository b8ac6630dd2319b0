import type { HunkRule } from './hunk.ts';

/** Keeps the lines of both sides, ours first; lines with words that both have only once. */
export const unionLines: HunkRule = ({ base, ours, theirs }) => {
  const known = new Set(ours.lines);
  const fresh = theirs.lines.filter((line) => !known.has(line) || !/\w/.test(line));
  const removed = base.lines.some((line) => !ours.lines.includes(line) || !theirs.lines.includes(line));
  return {
    rule: 'union',
    reason: `The lines of both sides are kept${removed ? ', also those that the other side changed or removed' : ''}`,
    confidence: removed ? 'guess' : 'likely',
    lines: [...ours.lines, ...fresh],
  };
};
