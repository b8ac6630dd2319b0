export type PackageManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** A `package.json` as it stands on the disk or in a tarball: nothing but its being an object is promised. */
export interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly [field: string]: unknown;
}

export interface WorkspaceMember {
  /** Empty when the manifest has none. */
  readonly name: string;
  /** Empty when the manifest has none. */
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
  /** From the root with `/`, '' for the root itself. */
  readonly path: string;
  readonly manifest: PackageManifest;
  /** Not private, and has name and version. */
  readonly isPublishable: boolean;
}

/** Catalogue name (`default` for the unnamed one) -> dependency -> range. */
export type Catalogs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Where a catalogue stands. */
export interface CatalogPlace {
  /** At the root: `pnpm-workspace.yaml`, `.yarnrc.yml` or `package.json`. */
  readonly file: string;
  /** The way to its ranges in that file. */
  readonly path: readonly string[];
}

export interface PackageManager {
  readonly name: PackageManagerName;
  /** Of the `packageManager` field, without its hash. */
  readonly version?: string;
  /** File name at the root. */
  readonly lockFile?: string;
}

/** The packages that are installed and released together. A package by itself is a workspace of one. */
export interface PackageWorkspace {
  /** Absolute, without symbolic links. */
  readonly root: string;
  readonly manager: PackageManager;
  /** The root first when it has a manifest, then by path. */
  readonly members: readonly WorkspaceMember[];
  readonly catalogs: Catalogs;
  /** One for each of `catalogs`, by the same name. */
  readonly catalogPlaces: Readonly<Record<string, CatalogPlace>>;
}
