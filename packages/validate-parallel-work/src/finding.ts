/** `error`: not ready. `warning`: ready, and somebody should know. `note`: nothing to do. */
export type Severity = 'error' | 'warning' | 'note';

export type ValidationRule =
  | 'no-commit'
  | 'not-complete'
  | 'uncommitted'
  | 'still-running'
  | 'foreign-change'
  | 'foreign-symbol'
  | 'missing-file'
  | 'conflict-marker'
  | 'credential'
  | 'debugging-leftover'
  | 'open-task'
  | 'check-failed'
  | 'check-not-run'
  | 'nothing-checked'
  | 'dependency-not-ready'
  | 'merge-conflict';

export interface Finding {
  readonly rule: ValidationRule;
  readonly severity: Severity;
  /** One sentence. */
  readonly message: string;
  readonly path?: string;
  /** 1-based. */
  readonly line?: number;
}

export type Verdict = 'ready' | 'warnings' | 'not-ready';

export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'error')) return 'not-ready';
  return findings.some(({ severity }) => severity === 'warning') ? 'warnings' : 'ready';
}
