import { conflictsByLine, type Confidence, type ConflictHunk, type MergeStep } from '@cdev/structured-merge';
import { chooseHunks, type HunkChoice } from '../conflict/choose-hunks.ts';
import { isAtLeast } from '../conflict/confidence.ts';
import type { DecidedPiece } from '../conflict/open-conflict.ts';
import type { ThreeTexts } from '../conflict/resolve-content.ts';
import type { ResolveOptions } from '../conflict/resolve-options.ts';
import type { RememberedDecision } from './remembered-decision.ts';

/** A file in which what was decided before is decided. */
export interface Recalled {
  /** Both sides say the decided text at its place. */
  readonly texts: ThreeTexts;
  readonly pieces: readonly DecidedPiece[];
  readonly steps: readonly MergeStep[];
}

/** What was decided before of the pieces that both sides changed differently; undefined when nothing was. */
export async function recallDecisions(
  texts: ThreeTexts,
  { memory, atLeast = 'guess' }: Pick<ResolveOptions, 'memory' | 'atLeast'>,
): Promise<Recalled | undefined> {
  if (memory === undefined) return undefined;
  const choices: HunkChoice[] = [];
  const pieces: DecidedPiece[] = [];
  for (const { hunk } of conflictsByLine(texts)) {
    const known = await memory.find(hunk);
    if (known === undefined || !isAtLeast(sureness(known), atLeast)) continue;
    choices.push({ hunk, text: inLinesOf(hunk, known.decided) });
    pieces.push({ rule: 'memory', where: hunk.where, reason: reasonOf(known), confidence: sureness(known) });
  }
  const sides = chooseHunks(texts, choices);
  if (sides === undefined) return undefined;
  const steps = pieces.map(({ where, reason, confidence }) => ({ where, reason, confidence, rung: 'memory' }));
  return { texts: { ...texts, ...sides }, pieces, steps: steps.map((step) => ({ ...step, outcome: 'won' })) };
}

/** Somebody decided it and the result was committed; a choice that nobody committed yet may have been a mistake. */
function sureness({ commit }: RememberedDecision): Confidence {
  return commit === undefined ? 'guess' : 'likely';
}

function reasonOf({ at, commit, path }: RememberedDecision): string {
  const place = commit === undefined ? 'not committed yet' : `commit ${commit.slice(0, 9)}`;
  return `decided before, on ${at.slice(0, 10)}, ${place} (${path})`;
}

/** With the line ends of the place whatever those of the text, and without one where the file ends without. */
export function inLinesOf({ ours, theirs }: ConflictHunk, decided: string): string {
  const both = ours.text + theirs.text;
  const plain = decided.replaceAll('\r\n', '\n');
  const text = both.includes('\r\n') ? plain.replaceAll('\n', '\r\n') : plain;
  const isWhole = [ours, theirs].some(({ text: own }) => own.endsWith('\n'));
  return isWhole || both === '' ? text : text.replace(/\r?\n$/, '');
}
