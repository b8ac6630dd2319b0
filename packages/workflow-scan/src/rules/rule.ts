import type { Confidence, IssueFix, IssuePlace, Mend, Severity } from '@cdev/security-issue';
import type { WorkflowFile } from '../source/workflow-file.ts';

/** What a rule found; what all its findings have in common is added from the rule. */
export interface RuleFinding {
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly reasons: readonly string[];
  readonly places: readonly [IssuePlace, ...IssuePlace[]];
  readonly mend: Mend;
  readonly fix?: IssueFix;
  /** What makes it this one: for the fingerprint. */
  readonly context: string;
  /** The same finding in several files is one; its fingerprint has no path. */
  readonly isOneEverywhere?: true;
}

export interface Rule {
  readonly id: string;
  readonly url?: string;
  /** `all` are the files of the repository, for what one hands to another. */
  readonly check: (file: WorkflowFile, all: readonly WorkflowFile[]) => readonly RuleFinding[];
}

/** Events that strangers can cause and in which the run has the repository's secrets and a token that may write. */
export const privilegedEvents: ReadonlySet<string> = new Set([
  'pull_request_target',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
  'commit_comment',
  'workflow_run',
  'gollum',
  'fork',
  'watch',
]);

/** Who or what it leaves out: everybody else comes in. */
const exceptions = /!\s*contains\([^)]*\)|[\w.[\]'*]+\s*!=\s*'[^']*'|'[^']*'\s*!=\s*[\w.[\]'*]+/g;

/** Conditions that are likely to keep strangers out. */
export function keepsStrangersOut(condition: string): boolean {
  return /author_association|head\.repo\.(full_name|fork|owner)|head_repository|github\.(actor|triggering_actor)\b|github\.event\.(sender|pull_request\.user|comment\.user|issue\.user)|labels?\b|event\.action == 'labeled'|team|permission/i.test(
    condition.replaceAll(exceptions, ''),
  );
}
