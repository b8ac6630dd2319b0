import type { ConflictHunk, HunkText } from '@cdev/structured-merge';
import type { ThreeTexts } from './resolve-content.ts';

/** What a conflicting piece shall be. */
export interface HunkChoice {
  readonly hunk: ConflictHunk;
  readonly text: string;
}

/**
 * The sides with the chosen text at the place of each hunk. As both then say the same there, merging them again decides these hunks so and
 * everything else as before. Undefined when a hunk is not where it says.
 */
export function chooseHunks(
  { ours, theirs }: Pick<ThreeTexts, 'ours' | 'theirs'>,
  choices: readonly HunkChoice[],
): Pick<ThreeTexts, 'ours' | 'theirs'> | undefined {
  if (choices.length === 0 || choices.some(isPlaceless)) return undefined;
  const left = replaceAll(
    ours,
    choices.map(({ hunk, text }) => [hunk.ours, text]),
  );
  const right = replaceAll(
    theirs,
    choices.map(({ hunk, text }) => [hunk.theirs, text]),
  );
  return left === undefined || right === undefined ? undefined : { ours: left, theirs: right };
}

/** A value of a document that one side does not have: where it would stand there, only the document's own form can tell. */
function isPlaceless({ hunk }: HunkChoice): boolean {
  return !hunk.where.startsWith('line ') && (hunk.ours.text === '' || hunk.theirs.text === '');
}

/** From the end to the beginning, so that the places before stay where they are. */
function replaceAll(text: string, pieces: readonly (readonly [HunkText, string])[]): string | undefined {
  let result: string | undefined = text;
  for (const [piece, chosen] of pieces.toSorted(([a], [b]) => b.line - a.line))
    if (result !== undefined) result = replaceOne(result, piece, chosen);
  return result;
}

function replaceOne(text: string, { line, text: piece }: HunkText, chosen: string): string | undefined {
  const start = startOfLine(text, line);
  if (start === undefined) return undefined;
  const at = piece === '' ? start : text.indexOf(piece, start);
  // A piece begins on its line, or it is another place that happens to read the same.
  if (at === -1 || text.slice(start, at).includes('\n')) return undefined;
  return text.slice(0, at) + chosen + text.slice(at + piece.length);
}

function startOfLine(text: string, line: number): number | undefined {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return at === line - 1 ? text.length : undefined;
    start = end + 1;
  }
  return start;
}
