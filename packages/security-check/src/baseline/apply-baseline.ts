import type { Secret } from '@cdev/secret-scan';
import type { BaselineEntry } from './baseline.ts';

/** A secret that is known, and why. */
export interface KnownSecret {
  readonly secret: Secret;
  readonly by: 'baseline' | 'comment';
  readonly reason: string;
  readonly owner?: string;
  readonly expires?: string;
}

export interface AppliedBaseline {
  /** What is to be dealt with, in the order it came. */
  readonly open: readonly Secret[];
  readonly known: readonly KnownSecret[];
  /** Entries that nothing was found for. */
  readonly unused: readonly BaselineEntry[];
}

/** Takes out what is known, by an entry that still holds or a comment with a reason; what expired or has no reason stays, and says so. */
export function applyBaseline(
  secrets: readonly Secret[],
  entries: readonly BaselineEntry[],
  now: Date,
): AppliedBaseline {
  const today = now.toISOString().slice(0, 10);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const open: Secret[] = [];
  const known: KnownSecret[] = [];
  for (const secret of secrets) {
    const entry = byId.get(secret.secretId);
    if (entry !== undefined && (entry.expires === undefined || entry.expires >= today)) {
      const { reason, owner, expires } = entry;
      known.push({
        secret,
        by: 'baseline',
        reason,
        ...(owner !== undefined && { owner }),
        ...(expires !== undefined && { expires }),
      });
    } else if (secret.ignored !== undefined && secret.ignored !== '') {
      known.push({ secret, by: 'comment', reason: secret.ignored });
    } else {
      const also = [
        ...(entry === undefined ? [] : [`its entry in the baseline expired on ${entry.expires}`]),
        ...(secret.ignored === '' ? ['the comment that ignores it gives no reason'] : []),
      ];
      open.push(also.length === 0 ? secret : { ...secret, reasons: [...also, ...secret.reasons] });
    }
  }
  const found = new Set(secrets.map(({ secretId }) => secretId));
  return { open, known, unused: entries.filter(({ id }) => !found.has(id)) };
}
