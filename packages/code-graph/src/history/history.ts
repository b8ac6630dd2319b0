export interface PastCommit {
  readonly hash: string;
  /** Seconds since 1970 of the commit. */
  readonly time: number;
  /** Whole message without trailers. */
  readonly message: string;
  /** Paths it changed, sorted, as they are named now where git saw a rename. */
  readonly paths: readonly string[];
}

export interface History {
  /** Newest first, without merges. */
  readonly commits: readonly PastCommit[];
  /** True when older commits exist that were not read, or the clone is shallow. */
  readonly isPartial: boolean;
}
