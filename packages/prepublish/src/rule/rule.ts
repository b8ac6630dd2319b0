import type { Fix } from '@cdev/file-fix';
import type { Subject } from '../subject/subject.ts';

export type { Fix };

export const severities = ['error', 'warning', 'suggestion'] as const;
/** `error`: somebody cannot install, load or trust the package. `warning`: it works, and worse than meant. */
export type Severity = (typeof severities)[number];

/** What a rule cannot do without; when it is missing the rule is told as not run. */
export type Need = 'source' | 'git' | 'registry' | 'installation';

/** What a rule found, before it is known as a finding of that rule. */
export interface Problem {
  /** A field of package.json as `package.json#exports["."].import`, or a packed file with its line as `dist/a.js:3`. */
  readonly place: string;
  /** What is there, in one sentence without a full stop. */
  readonly reason: string;
  /** One step that mends it. */
  readonly mend: string;
  /** For a rule with many verdicts: which; the finding's rule is then `<id>/<verdict>`. */
  readonly verdict?: string;
  /** When it is another than the rule's. */
  readonly severity?: Severity;
  /** When it breaks others than the rule says. */
  readonly breaks?: string;
  readonly fix?: Fix | undefined;
}

export interface NotRun {
  readonly notRun: string;
}

export interface Rule {
  /** Permanent; what `--only` and `--skip` name. */
  readonly id: string;
  readonly severity: Severity;
  /** What it looks for. */
  readonly summary: string;
  /** Whom it breaks, and how they notice. */
  readonly breaks: string;
  readonly needs?: readonly Need[];
  readonly check: (subject: Subject) => Verdict | Promise<Verdict>;
}

type Verdict = readonly Problem[] | NotRun;

export interface Finding extends Omit<Problem, 'verdict' | 'severity' | 'breaks' | 'fix'> {
  readonly rule: string;
  readonly severity: Severity;
  readonly breaks: string;
  /** What `--fix` would do, in words. */
  readonly fix?: string;
}

/** For a rule that found out that it cannot look. */
export function notRun(reason: string): NotRun {
  return { notRun: reason };
}

/** What keeps every rule of a kind from looking, in words that say it whole. */
export class CannotLook extends Error {}

/** Errors first, then by place and rule. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    a.place.localeCompare(b.place, 'en') ||
    a.rule.localeCompare(b.rule, 'en')
  );
}
