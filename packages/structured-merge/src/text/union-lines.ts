import type { HunkRule, LineHunk } from './hunk.ts';

/** Keeps the lines of both sides, ours first; a line that both have only once. For lists and other plain text. */
export const unionLines: HunkRule = ({ base, ours, theirs }) => {
  const known = new Set(ours.lines);
  return union({ base, ours, theirs }, [
    ...ours.lines,
    ...theirs.lines.filter((line) => !known.has(line) || !/\w/.test(line)),
  ]);
};

/** Keeps what both sides have, ours first, each as it is: in code a line belongs to the block around it. */
export const unionBlocks: HunkRule = (_, whole) => ({
  ...union(whole, [...whole.ours.lines, ...whole.theirs.lines]),
  isWhole: true,
});

function union({ base, ours, theirs }: LineHunk, lines: readonly string[]): ReturnType<HunkRule> & object {
  const lost = base.lines.some((line) => !ours.lines.includes(line) || !theirs.lines.includes(line));
  return {
    rule: 'union',
    reason: `The lines of both sides are kept${lost ? ', also those that the other side changed or removed' : ''}`,
    confidence: lost ? 'guess' : 'likely',
    lines,
  };
}
