import type { Packument } from '@cdev/package-registry';

export type DependencyList = 'dependencies' | 'devDependencies' | 'optionalDependencies';

/** Where a range stands: in a manifest, or in a catalogue of the workspace. */
export interface RangePlace {
  /** From the root with `/`. */
  readonly file: string;
  /** The way to it in that file. */
  readonly path: readonly string[];
  readonly range: string;
}

/** What members of the workspace ask for themselves, from a registry. */
export interface Dependency {
  readonly name: string;
  /** Development alone needs it: no member lists it otherwise. */
  readonly isDev: boolean;
  readonly places: readonly RangePlace[];
  /** Paths of the members that list it, from the root; '' for the root. */
  readonly members: readonly string[];
  /** The lowest released version that the lock file has for them; undefined where it does not tell. */
  readonly current: string | undefined;
  /** What the registry says of it; undefined when it does not know it or could not be asked. */
  readonly packument: Packument | undefined;
}
