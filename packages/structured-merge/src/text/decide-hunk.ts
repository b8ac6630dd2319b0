import { isLate, timeIsUp } from '../deadline.ts';
import { attempt, note } from '../explain/trace.ts';
import type { HunkResolution, HunkRule, LineHunk } from './hunk.ts';

/** What the first rule that decides it makes of a hunk; none does when the time of the file is up. */
export function decideHunk(rules: readonly HunkRule[], hunk: LineHunk, whole: LineHunk): HunkResolution | undefined {
  for (const rule of rules) {
    if (isLate()) {
      note({ rung: rule.rung ?? 'lines', outcome: 'gave way', reason: timeIsUp });
      return undefined;
    }
    // A choice by odds says itself what was chosen among.
    const decided = rule.rung === 'odds' ? rule(hunk, whole) : attempt(rule.rung ?? 'lines', () => rule(hunk, whole));
    if (decided !== undefined) return decided;
  }
  return undefined;
}
