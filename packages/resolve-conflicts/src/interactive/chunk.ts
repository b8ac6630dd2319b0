import { createHash } from 'node:crypto';
import type { DecidedPiece, HunkChoice, ThreeTexts } from '@cdev/branch-merge';
import type { Confidence, ConflictHunk } from '@cdev/structured-merge';

/** What the rules would make of a chunk, though not surely enough to do it unasked. */
export interface Proposal {
  /** In the line ends of the file. */
  readonly text: string;
  readonly confidence: Confidence;
  readonly reason: string;
}

/** One question: a piece of a file, or a file as a whole. */
export interface Chunk {
  /** The same for the same piece of the same file in a later run. */
  readonly id: string;
  readonly hunk: ConflictHunk;
  readonly isWhole: boolean;
  readonly proposal: Proposal | undefined;
}

/** A file that is asked about. */
export interface AskedFile {
  readonly texts: ThreeTexts;
  /** Why it is open, in a sentence. */
  readonly reason: string;
  readonly chunks: readonly Chunk[];
  /** What else is in conflict there and is as it was decided before. */
  readonly recalled: readonly HunkChoice[];
  readonly pieces: readonly DecidedPiece[];
}

/** `both`: ours first; `reversed`: theirs first; `before`: as the common ancestor has it. */
export type Way = 'ours' | 'theirs' | 'both' | 'reversed' | 'before' | 'proposal' | 'edited' | 'skipped';

export interface Answer {
  readonly way: Way;
  /** What stands in the place of the chunk; empty for one that is skipped. */
  readonly text: string;
}

export function chunkId(path: string, at: number, { base, ours, theirs }: ConflictHunk): string {
  return createHash('sha256')
    .update(JSON.stringify([path, at, base?.text ?? null, ours.text, theirs.text]))
    .digest('hex')
    .slice(0, 32);
}

/** The text of a way to decide a chunk; undefined for one that it does not have. */
export function textFor({ hunk, proposal, isWhole }: Chunk, way: Way): string | undefined {
  const { base, ours, theirs, where } = hunk;
  switch (way) {
    case 'ours':
    case 'theirs':
      return hunk[way].text;
    case 'both':
      return isWhole || !where.startsWith('line ') ? undefined : joined(ours.text, theirs.text);
    case 'reversed':
      return isWhole || !where.startsWith('line ') ? undefined : joined(theirs.text, ours.text);
    case 'before':
      return base?.text;
    case 'proposal':
      return proposal?.text;
    case 'skipped':
      return '';
    default:
      return undefined;
  }
}

/** The last line of a file may have no end; before another one it gets one. */
function joined(first: string, second: string): string {
  if (first === '' || second === '' || first.endsWith('\n')) return first + second;
  return `${first}${second.includes('\r\n') ? '\r\n' : '\n'}${second.replace(/\r?\n$/, '')}`;
}
