import type { Repository } from '@cdev/git';
import type { IssueCheck, SecurityIssue } from '@cdev/security-issue';
import type { TellLeftOut } from './left-out.ts';

export type CheckKind = 'secrets' | IssueCheck;

/** One kind of check, and how far it came. What was not looked at is never called clean. */
export interface CheckReport {
  readonly check: CheckKind;
  readonly status: 'checked' | 'partly' | 'not-run';
  /** "412 files", or the reason why it did not run. */
  readonly detail: string;
  /** What could not be looked at, one sentence each, what is most of it first. */
  readonly gaps: readonly string[];
  /** Nobody answered, and later somebody may. */
  readonly isPending?: boolean;
  /** The command that lets the rest be looked at. */
  readonly step?: string | undefined;
}

/** What a kind of check gives back. */
export interface IssueScan extends Omit<CheckReport, 'check'> {
  readonly issues: readonly SecurityIssue[];
}

/** What is looked at. */
export interface CheckSubject {
  /** None outside a repository. */
  readonly repository: Repository | undefined;
  /** The top folder of the repository, else the folder. Places are told from here. */
  readonly root: string;
  /** Only what came after this commit; an id that is there. */
  readonly since: string | undefined;
  /** Only what is staged. */
  readonly isStaged: boolean;
  /** The index that stands for what is staged, where it is not the repository's own. */
  readonly index?: string | undefined;
  /** The paths that are looked at, from the top folder; undefined when all are. Asked once for all kinds of check. */
  readonly changed: () => Promise<readonly string[] | undefined>;
  /** What is tracked and not in the work tree. */
  readonly leftOut: TellLeftOut;
  /** No network. */
  readonly offline: boolean;
  /** Files with statements about vulnerabilities, as they were given. */
  readonly vex: readonly string[];
  /** A table of EPSS, as it was given. */
  readonly epss: string | undefined;
}

/** `step` is the command that lets the rest be looked at. */
export function scanned(
  detail: string,
  issues: readonly SecurityIssue[],
  gaps: readonly string[] = [],
  step?: string,
): IssueScan {
  return { status: gaps.length === 0 ? 'checked' : 'partly', detail, gaps, step, issues };
}

/** `gaps` are what there was to look at. */
export function notScanned(detail: string, gaps: readonly string[] = []): IssueScan {
  return { status: 'not-run', detail, gaps, issues: [] };
}

/** There was something to look at, and whoever runs it again may get an answer. */
export function notAnswered(detail: string, gaps: readonly string[], step?: string): IssueScan {
  return { ...notScanned(detail, gaps), isPending: true, step };
}
