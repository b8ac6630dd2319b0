import { textsOf } from '../line-ends.ts';
import type { MergeInput } from '../merge-result.ts';
import { rulesForScripts } from '../hunk-rules-for.ts';
import type { LineHunk } from '../text/hunk.ts';
import { mergeLines } from '../text/merge-lines.ts';
import { readVersions } from '../text/source-text.ts';
import { tokenizeScript } from '../script/tokenize-script.ts';
import { candidatesOf, type Candidate, type ChoiceTraits } from './candidates.ts';
import { sketchOf } from './file-sketch.ts';

/** A conflict of lines with the ways to decide it. */
export interface OpenChoice {
  readonly candidates: readonly Candidate[];
  /** What it is like to decide it in none of these ways. */
  readonly none: ChoiceTraits;
  /** What stands before and behind it in the same conflict and is alike on both sides. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A script as lines that are settled, with a number in the place of each conflict, and the conflicts. To learn from. */
export function choicesIn(input: MergeInput): {
  readonly frame: readonly (string | number)[];
  readonly choices: readonly OpenChoice[];
} {
  const texts = textsOf(readVersions(input));
  const wholes: LineHunk[] = [];
  const pieces = mergeLines(texts, [(_, whole) => void wholes.push(whole)]);
  const source = { rules: rulesForScripts(input.path, texts), tokenize: tokenizeScript, file: sketchOf(texts) };
  const frame: (string | number)[] = [];
  const choices: OpenChoice[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'settled') {
      frame.push(...piece.lines);
      continue;
    }
    const whole = wholes[choices.length] ?? piece.hunk;
    const start = piece.hunk.ours.start - whole.ours.start;
    frame.push(choices.length);
    choices.push({
      ...candidatesOf(piece.hunk, whole, source),
      before: whole.ours.lines.slice(0, start),
      after: whole.ours.lines.slice(start + piece.hunk.ours.lines.length),
    });
  }
  return { frame, choices };
}
