import type { BinTrial, ImportTrial, Installation, TypeTrial } from '@cdev/installed-package';

/** A package of the run as a user has it; each trial is made once. */
export interface InstalledFacts {
  /** Why it cannot be installed; undefined when it is. @throws when that has nothing to do with the package, such as no network */
  readonly failure: () => Promise<string | undefined>;
  readonly bins: () => Promise<readonly BinTrial[] | undefined>;
  readonly imports: () => Promise<readonly ImportTrial[] | undefined>;
  readonly types: () => Promise<readonly TypeTrial[] | undefined>;
}

/** What was installed, for the trials; `failure` in its place when it could not be. */
export type InstallOutcome = { readonly installation: Installation } | { readonly failure: string };
