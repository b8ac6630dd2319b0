import type { Vulnerability, VulnerabilityMend } from '@cdev/vulnerability-scan';

export interface Outdated {
  readonly name: string;
  readonly isDev: boolean;
  readonly current: string;
  readonly compatible: string | undefined;
  readonly breaking: string | undefined;
}

export interface Vulnerable {
  readonly id: string;
  readonly title: string;
  readonly severity: Vulnerability['severity'];
  readonly name: string;
  readonly version: string;
  readonly fixed: string | undefined;
  readonly isShipped: boolean;
  readonly mend: VulnerabilityMend;
}

export interface Deprecated {
  readonly name: string;
  readonly version: string;
  /** The author's words. */
  readonly message: string;
  readonly isDirect: boolean;
}

export interface Unmaintained {
  readonly name: string;
  /** The day of its newest release. */
  readonly since: string;
}

export interface Unused {
  readonly name: string;
  /** From the root; '' for the root. */
  readonly member: string;
  readonly list: string;
}

export interface Duplicated {
  readonly name: string;
  readonly versions: readonly string[];
}

export interface Licensed {
  readonly name: string;
  readonly current: string;
  /** Of the version that would come, where it is another. */
  readonly next: string | undefined;
  readonly problem: 'none' | 'changes' | 'denied';
}

/** `.nvmrc`, `packageManager` and the like. */
export interface Tool {
  readonly tool: string;
  /** The package of the registry that it is: newer yarns have another name there. */
  readonly packageName: string;
  readonly file: string;
  readonly current: string;
  readonly compatible: string | undefined;
  readonly breaking: string | undefined;
  /** By version, the digest that stands behind `packageManager`; undefined where none does. */
  readonly hashes?: Readonly<Record<string, string>> | undefined;
}

export interface ActionUse {
  /** `actions/checkout` */
  readonly action: string;
  readonly files: readonly string[];
  /** As it stands: a tag, or the tag in the comment behind a commit. */
  readonly current: string;
  readonly isPinned: boolean;
  readonly compatible: ActionTarget | undefined;
  readonly breaking: ActionTarget | undefined;
}

export interface ActionTarget {
  readonly tag: string;
  readonly commit: string;
}

/** All that was found; what could not be found out is in `gaps`. */
export interface Findings {
  readonly outdated: readonly Outdated[];
  readonly vulnerable: readonly Vulnerable[];
  readonly deprecated: readonly Deprecated[];
  readonly unmaintained: readonly Unmaintained[];
  readonly unused: readonly Unused[];
  readonly duplicated: readonly Duplicated[];
  readonly licences: readonly Licensed[];
  readonly tools: readonly Tool[];
  readonly actions: readonly ActionUse[];
  readonly gaps: readonly string[];
}
