export interface CoChange {
  /** Number of commits looked at. */
  readonly commits: number;
  /** Files changed together with `path`, most often first; `share` is the part of `path`'s commits that had both. */
  readonly partners: (
    path: string,
  ) => readonly { readonly path: string; readonly count: number; readonly share: number }[];
  /** Jaccard index of the two files' commits, each commit weighed down by its size: 0 never together, 1 always. */
  readonly similarity: (pathA: string, pathB: string) => number;
}

export interface CoChangeOptions {
  /** Most commits read. Default 4,000. */
  readonly limit?: number | undefined;
  readonly commit?: string | undefined;
  /** Commits that changed more files say nothing of their coupling. Default 30. */
  readonly maxFiles?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often files of the repository were changed by the same commit; empty where there is no history. */
export async function coChange(_cwd: string, _options: CoChangeOptions = {}): Promise<CoChange> {
  throw new Error('not yet');
}
