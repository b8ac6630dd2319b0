export type Kind = 'core' | 'domain' | 'script' | 'front' | 'tooling';

/** The record from which owners, tables and checks are made. */
export interface CdevMetadata {
  readonly kind?: Kind;
  readonly owner?: string;
  readonly priority?: string;
  readonly stability?: string;
  readonly reviewers?: number;
  /** `<AREA>` of the package's error codes; a list for a package of several rooms. */
  readonly errorArea?: string | readonly string[];
  /** Environment variables the package reads, each with what it is for. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it may cost; its form is for `@cdev/script-catalogue` to know. */
  readonly budget?: unknown;
  /** A run that shows that it works; likewise. */
  readonly smoke?: unknown;
  /** What `cdev-deprecate-script` has written, or somebody by hand. */
  readonly deprecation?: Readonly<
    Partial<Record<'announced' | 'warnsFrom' | 'sunset' | 'replacement' | 'guide' | 'stage', string>>
  >;
}

type Versions = Readonly<Record<string, string>>;

/** A package.json, as far as the checks look at it. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly publishConfig?: Readonly<Record<string, unknown>>;
  readonly scripts?: Versions;
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly peerDependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly cdev?: CdevMetadata;
  readonly [field: string]: unknown;
}

/** Names the package may import from its published sources. */
export function runtimeDependencies(manifest: Manifest): ReadonlySet<string> {
  const { dependencies, peerDependencies, optionalDependencies } = manifest;
  return new Set(Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }));
}
