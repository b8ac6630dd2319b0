/** A test file that is to run, and why. Paths are from the top of the repository. */
export interface ChosenFile {
  readonly path: string;
  readonly package: string;
  /** One sentence without a full stop, such as `imports src/a.ts, which changed`. */
  readonly reason: string;
}

export interface Base {
  /** As given or found: `origin/main`, `HEAD`. */
  readonly name: string;
  /** The commit that is compared with: where the work began. */
  readonly commit: string;
  /** Why this one. */
  readonly reason: string;
}

export interface Change {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
}

export interface Selection {
  /** `affected`: what the changes reach; `all`: everything; `named`: what was asked for by name. */
  readonly mode: 'affected' | 'all' | 'named';
  /** Why everything, when it is everything. */
  readonly reason?: string | undefined;
  readonly base?: Base | undefined;
  readonly changes: readonly Change[];
  /** Changes that no test depends on, by what is known, such as documents. */
  readonly ignored: readonly { readonly path: string; readonly reason: string }[];
  /** Sorted by path. */
  readonly files: readonly ChosenFile[];
  /** Packages to be run whole because it is not known which files their command takes. */
  readonly wholePackages: readonly { readonly package: string; readonly reason: string }[];
}
