import {
  conflictsByLine,
  decidedLines,
  hasConflictMarkers,
  mergeContents,
  type ConflictHunk,
} from '@cdev/structured-merge';
import type { ThreeTexts } from '../conflict/resolve-content.ts';
import { knownConflict, type RememberedDecision } from './remembered-decision.ts';

/** A file that was in conflict, as somebody resolved it. */
export interface ResolvedText extends ThreeTexts {
  readonly resolved: string;
}

/**
 * What was decided for each piece that was in conflict. What the rules come to by themselves is no decision, and where the place of a piece
 * cannot be told any more there is none.
 */
export async function decisionsIn(
  texts: ResolvedText,
  made: Pick<RememberedDecision, 'at' | 'commit'>,
): Promise<RememberedDecision[]> {
  const { resolved, path } = texts;
  if (hasConflictMarkers(resolved) || (await isByRule(texts))) return [];
  return conflictsByLine(texts).flatMap((conflict) => {
    const decided = decidedLines(conflict, resolved);
    return decided === undefined || isEmpty(conflict.hunk)
      ? []
      : [{ ...knownConflict(conflict.hunk), decided, ...made, path }];
  });
}

async function isByRule({ resolved, ...texts }: ResolvedText): Promise<boolean> {
  for (const takesSides of [false, true]) {
    const result = await mergeContents({ ...texts, takesSides });
    if (result.kind === 'merged' && result.content === resolved) return true;
  }
  return false;
}

/** Too little to know it again by: white space, or a bracket. */
function isEmpty({ ours, theirs }: ConflictHunk): boolean {
  return !/[\p{L}\p{N}]/u.test(ours.text + theirs.text);
}
