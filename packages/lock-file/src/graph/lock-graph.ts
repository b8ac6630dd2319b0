/** The names under which OSV keeps the advisories of each world of packages. */
export type Ecosystem =
  | 'npm'
  | 'crates.io'
  | 'PyPI'
  | 'Go'
  | 'RubyGems'
  | 'Packagist'
  | 'NuGet'
  | 'Maven'
  | 'Hex'
  | 'Pub'
  | 'SwiftURL';

export type LockFormat =
  | 'npm'
  | 'pnpm'
  | 'yarn-classic'
  | 'yarn-berry'
  | 'bun'
  | 'cargo'
  | 'poetry'
  | 'uv'
  | 'pdm'
  | 'pipenv'
  | 'pip'
  | 'pylock'
  | 'go'
  | 'bundler'
  | 'composer'
  | 'nuget'
  | 'nuget-config'
  | 'gradle'
  | 'gradle-build'
  | 'mix'
  | 'pub'
  | 'swift';

/** In which list of a manifest a dependency stands. */
export type DependencyKind = 'runtime' | 'dev' | 'optional' | 'peer';

/** Where a package comes from; advisories are about packages of a registry alone. */
export type PackageOrigin = 'registry' | 'git' | 'url' | 'local';

export interface LockEdge {
  /** As it is asked for: an alias where there is one. */
  readonly name: string;
  readonly kind: DependencyKind;
  /** As the manifest has it, where the lock file tells. */
  readonly range?: string;
  /** Id of a package, or of an importer for a member of the workspace. */
  readonly to: string;
}

export interface LockedPackage {
  /** Unique in the graph, and stable as long as the lock file does not change: the key that the lock file has. */
  readonly id: string;
  readonly ecosystem: Ecosystem;
  /** The true name, not an alias. */
  readonly name: string;
  /** '' where the lock file does not tell, as for some packages from git. */
  readonly version: string;
  readonly origin: PackageOrigin;
  /** The address it is fetched from, where the lock file tells. */
  readonly resolved?: string;
  /** `sha512-…` as in the lock file; other ecosystems: `sha256:…` or what they write. */
  readonly integrity?: string;
  /** Nothing but development needs it: no importer reaches it without a dev dependency. */
  readonly isDev: boolean;
  /** Nothing reaches it without an optional dependency. */
  readonly isOptional: boolean;
  /** Nothing reaches it without a peer dependency. */
  readonly isPeer: boolean;
  /** Came inside the tarball of another package: has no address of its own. */
  readonly isBundled: boolean;
  /** Changed after it was fetched, by a patch of the repository. */
  readonly isPatched: boolean;
  /** Has a script that runs at installation, where the lock file tells. */
  readonly hasInstallScript?: boolean;
  /** Why its author calls it outdated, where the lock file tells. */
  readonly deprecated?: string;
  readonly edges: readonly LockEdge[];
}

/** Who asks for packages: the root, a member of the workspace, or a folder that is linked. */
export interface LockImporter {
  /** `workspace:` and the path. */
  readonly id: string;
  /** From the folder of the lock file with `/`; '' for that folder itself. */
  readonly path: string;
  /** '' where neither lock file nor manifest tells. */
  readonly name: string;
  readonly edges: readonly LockEdge[];
}

/** A dependency that the lock file has no package for: it is out of step, or the dependency is optional there. */
export interface MissingEdge {
  /** Id of a package or importer. */
  readonly from: string;
  readonly name: string;
  readonly kind: DependencyKind;
  readonly range?: string;
}

/** Everything that a lock file says, in one form for all package managers. */
export interface LockGraph {
  /** Absolute where it was read from the disk. */
  readonly file: string;
  readonly format: LockFormat;
  /** As the file writes it; '' where the format has none. */
  readonly formatVersion: string;
  readonly ecosystem: Ecosystem;
  readonly packages: ReadonlyMap<string, LockedPackage>;
  readonly importers: ReadonlyMap<string, LockImporter>;
  /** Dependencies, but optional ones and peers, that have no package. */
  readonly missing: readonly MissingEdge[];
  /** What could not be told from what was there, in words. */
  readonly gaps: readonly string[];
}

/** The id under which a package of the workspace stands in the graph, from its folder relative to the root (`.` for the root). */
export function importerId(path: string): string {
  return `workspace:${path}`;
}
