import { createHash } from 'node:crypto';
import type { ConflictHunk } from '@cdev/structured-merge';

/** A conflict apart from where it stands and which side is ours: plain line ends, the sides in order of their texts. */
export interface KnownConflict {
  /** `null`: there is no common ancestor of this piece. */
  readonly base: string | null;
  readonly sides: readonly [string, string];
}

/** What somebody made of a conflict. */
export interface RememberedDecision extends KnownConflict {
  readonly decided: string;
  /** ISO 8601: when it was committed, or chosen. */
  readonly at: string;
  /** The merge commit that has it; absent when it was chosen here and no commit of it was seen yet. */
  readonly commit?: string | undefined;
  /** Where it was last decided so. */
  readonly path: string;
}

export function knownConflict({ base, ours, theirs }: ConflictHunk): KnownConflict {
  const [one, other] = [plainLines(ours.text), plainLines(theirs.text)];
  const sides: [string, string] = one <= other ? [one, other] : [other, one];
  return { base: base === undefined ? null : plainLines(base.text), sides };
}

/** Whole lines with plain ends, the last one too. */
function plainLines(text: string): string {
  const plain = text.replaceAll('\r\n', '\n');
  return plain === '' || plain.endsWith('\n') ? plain : `${plain}\n`;
}

export function keyOf({ base, sides }: KnownConflict): string {
  return createHash('sha256')
    .update(JSON.stringify([base, ...sides]))
    .digest('hex')
    .slice(0, 40);
}

export function decisionText(decision: RememberedDecision): string {
  const { base, sides, decided, at, commit, path } = decision;
  const body = { base, sides, decided, at, ...(commit !== undefined && { commit }), path };
  return `${JSON.stringify({ schemaVersion: 1, sum: sumOf(body), ...body }, undefined, 2)}\n`;
}

/** Undefined for what is no decision of that key, or is not as it was written. */
export function parseDecision(text: string, key: string): RememberedDecision | undefined {
  try {
    const { schemaVersion, sum, ...body } = JSON.parse(text) as RememberedDecision & {
      schemaVersion: unknown;
      sum: unknown;
    };
    return schemaVersion === 1 && sum === sumOf(body) && keyOf(body) === key ? body : undefined;
  } catch {
    return undefined;
  }
}

function sumOf(body: RememberedDecision): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);
}
