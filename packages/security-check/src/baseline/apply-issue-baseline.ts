import { sameContext, type SecurityIssue } from '@cdev/security-issue';
import type { IssueEntry } from './baseline.ts';

/** An issue that is known, and why. */
export interface KnownIssue {
  readonly issue: SecurityIssue;
  readonly by: 'baseline' | 'comment';
  readonly reason: string;
  readonly owner?: string;
  readonly expires?: string;
}

export interface AppliedIssueBaseline {
  /** What is to be dealt with, in the order it came. */
  readonly open: readonly SecurityIssue[];
  readonly known: readonly KnownIssue[];
  /** Entries that nothing was found for. */
  readonly unused: readonly IssueEntry[];
}

/** Takes out what is known, by an entry that still holds or a comment with a reason; what expired or has no reason stays, and says so. */
export function applyIssueBaseline(
  issues: readonly SecurityIssue[],
  entries: readonly IssueEntry[],
  now: Date,
): AppliedIssueBaseline {
  const today = now.toISOString().slice(0, 10);
  const entryOf = matchEntries(issues, entries);
  const open: SecurityIssue[] = [];
  const known: KnownIssue[] = [];
  for (const issue of issues) {
    const entry = entryOf.get(issue);
    if (entry !== undefined && (entry.expires === undefined || entry.expires >= today)) {
      const { reason, owner, expires } = entry;
      known.push({
        issue,
        by: 'baseline',
        reason,
        ...(owner !== undefined && { owner }),
        ...(expires !== undefined && { expires }),
      });
    } else if (issue.ignored !== undefined && issue.ignored !== '') {
      known.push({ issue, by: 'comment', reason: issue.ignored });
    } else {
      const also = [
        ...(entry === undefined ? [] : [`its entry in the baseline expired on ${entry.expires}`]),
        ...(issue.ignored === '' ? ['the comment that ignores it gives no reason'] : []),
      ];
      open.push(also.length === 0 ? issue : { ...issue, reasons: [...also, ...issue.reasons] });
    }
  }
  const used = new Set(entryOf.values());
  return { open, known, unused: entries.filter((entry) => !used.has(entry)) };
}

/** An entry goes with its file when that is renamed; it covers one issue and never a copy of it that came up elsewhere. */
function matchEntries(
  issues: readonly SecurityIssue[],
  entries: readonly IssueEntry[],
): ReadonlyMap<SecurityIssue, IssueEntry> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const matched = new Map<SecurityIssue, IssueEntry>();
  for (const issue of issues) {
    const entry = byId.get(issue.fingerprint);
    if (entry !== undefined) matched.set(issue, entry);
  }
  const used = new Set(matched.values());
  for (const entry of entries.filter((each) => !used.has(each))) {
    const moved = issues.find((issue) => !matched.has(issue) && sameContext(issue.fingerprint, entry.id));
    if (moved !== undefined) matched.set(moved, entry);
  }
  return matched;
}
