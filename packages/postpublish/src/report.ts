import type { CheckName, DeedName } from './step-names.ts';

/**
 * Where a version is on its way into the registry.
 * - `visible`: the registry shows it, under its name and in its list of versions.
 * - `accepted`: there is evidence that the registry took it, and it does not show it (yet, or any more).
 * - `staged`: it waits for an approval.
 * - `absent`: the registry does not show it, and nothing says that it ever took it.
 * - `unknown`: the registry could not be asked.
 */
export type PackageState = 'visible' | 'accepted' | 'staged' | 'absent' | 'unknown';

/** `warning`: worth knowing, and no reason to hold the rest back. `not-run` is never `passed`. */
export type CheckStatus = 'passed' | 'failed' | 'warning' | 'not-run' | 'planned';

export interface CheckOutcome {
  readonly check: CheckName;
  readonly status: CheckStatus;
  /** One line, sometimes more below it. */
  readonly detail: string;
  /** Commands and deeds that mend it, with real names; none when there is nothing to mend. */
  readonly steps: readonly string[];
  /** The registry could not answer now: it is to be asked again, and nothing follows from it. */
  readonly isOpen?: true;
  /** When an earlier run found it, ISO 8601; it was not looked at again. */
  readonly since?: string;
}

export interface PackageReport {
  readonly name: string;
  readonly version: string;
  /** Without credentials. */
  readonly registry: string;
  readonly state: PackageState;
  readonly checks: readonly CheckOutcome[];
}

/** `already`: it was so before this run, which changed nothing. */
export type DeedStatus = 'done' | 'already' | 'planned' | 'failed' | 'not-run';

export interface DeedOutcome {
  readonly deed: DeedName;
  /** The tag, the package, or the file. */
  readonly subject: string;
  readonly status: DeedStatus;
  readonly detail: string;
  readonly steps: readonly string[];
}

/** A change in the registry that completes a release. */
export interface MendOutcome {
  readonly mend: 'publish' | 'dist-tag';
  /** `name@version` */
  readonly subject: string;
  readonly status: DeedStatus;
  readonly detail: string;
  readonly steps: readonly string[];
}

/**
 * - `complete`: all packages are what was packed, and every deed is done.
 * - `failed`: something is not as it must be.
 * - `incomplete`: some packages are in the registry and some are not.
 * - `awaiting-approval`, `not-yet-visible`, `registry-failing`: there is no answer yet (exit code 75).
 * - `planned`: a dry run.
 */
export type ReleaseOutcome =
  | 'complete'
  | 'failed'
  | 'incomplete'
  | 'awaiting-approval'
  | 'not-yet-visible'
  | 'registry-failing'
  | 'planned';

/** The report of a run for a whole workspace. */
export interface ReleaseReport {
  readonly kind: 'release';
  readonly outcome: ReleaseOutcome;
  /** Whether this run changed anything, anywhere. */
  readonly changed: boolean;
  /** Undefined for published versions that were looked at without one; then there is no journal either. */
  readonly manifest?: string;
  readonly journal?: string;
  readonly packages: readonly PackageReport[];
  /** What was set right in the registry; empty without `--mend`. */
  readonly mends: readonly MendOutcome[];
  readonly deeds: readonly DeedOutcome[];
  /** What to do next, most urgent first. */
  readonly next: readonly string[];
}

/** One thing that takes a release back. */
export interface RollbackStep {
  /** `dist-tag` and `deprecate` are done after a yes and can be undone; the others are told. */
  readonly what: 'dist-tag' | 'deprecate' | 'release' | 'unpublish' | 'fix-forward';
  readonly status: DeedStatus;
  /** As it can be pasted. */
  readonly command: string;
  /** Of a deprecation. */
  readonly message?: string;
  readonly detail: string;
  /** What takes it back again. */
  readonly undo?: string;
}

export interface PackageRollback {
  readonly name: string;
  readonly version: string;
  /** What users get afterwards; undefined when there is no version to go back to. */
  readonly previous?: string;
  readonly steps: readonly RollbackStep[];
}

export interface RollbackReport {
  readonly kind: 'rollback';
  readonly changed: boolean;
  readonly isDryRun: boolean;
  readonly manifest?: string;
  /** Dependents first, so that nobody installs one whose dependency has gone back. */
  readonly packages: readonly PackageRollback[];
}
