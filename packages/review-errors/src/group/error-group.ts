/** One time that it happened. */
export interface ErrorOccurrence {
  /** ISO 8601. */
  readonly time: string;
  readonly script: string;
  readonly version: string;
  /** Unknown when only the log tells of it. */
  readonly host: string | undefined;
  readonly message: string | undefined;
  readonly repository: string | undefined;
}

/** All that is one error: the same code from the same cause. */
export interface ErrorGroup {
  /** Undefined for warnings, which have none. */
  readonly code: string | undefined;
  readonly level: 'warning' | 'error';
  /** What it is in one line. */
  readonly title: string;
  /** Further down, what brought it about; texts that differ from case to case are left out of it. */
  readonly cause: string | undefined;
  /** Nobody knows what to do about it: a defect, or a code that no table has. */
  readonly isUnknown: boolean;
  /** First met at or after the date that was asked for. */
  readonly isNew: boolean;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  readonly scripts: readonly string[];
  /** In the order in which they were met. */
  readonly versions: readonly string[];
  readonly hosts: readonly string[];
  /** What helps. */
  readonly steps: readonly string[];
  /** The newest message, as it was. */
  readonly example: string | undefined;
}
