import type { ScriptPermissions } from './permissions.ts';

/** Who vouches for a script: the house itself, a reviewer of this very version, a list that names it, or nobody. */
export const trustTiers = ['official', 'reviewed', 'listed', 'unknown'] as const;
export type TrustTier = (typeof trustTiers)[number];

/** One package that was installed for a script. */
export interface AddedPackage {
  /** `node_modules/chalk`, from the folder of the script. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** `sha512-…` of its tarball. */
  readonly integrity: string;
  /** Left out where it is not made for the machine. */
  readonly isOptional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

/** A script of others, exactly as somebody decided to have it: one entry of the lock. */
export interface AddedScript {
  /** `cdev <name>` starts it. */
  readonly name: string;
  readonly package: string;
  readonly version: string;
  /** Where it came from, and where alone newer versions are looked for; without credentials, ends with a slash. */
  readonly registry: string;
  readonly integrity: string;
  /** ISO time. */
  readonly addedAt: string;
  readonly tier: TrustTier;
  /** Who could publish it when it was added. */
  readonly maintainers: readonly string[];
  /** Who published this version, where the registry tells. */
  readonly publisher?: string;
  /** The repository that it was proven to be built in when it was added. */
  readonly builtIn?: string;
  /** What it was shown to ask for; left out when it says nothing, and may do anything. */
  readonly permissions?: ScriptPermissions;
  /** Digest of all files as they were installed: `sha512-…`. */
  readonly files: string;
  /** From the folder of its package, with `/`. */
  readonly bin: string;
  /** Itself first, then all that it needs. */
  readonly packages: readonly AddedPackage[];
}

/** The lock: what was added, in a project or for a user. */
export interface AddedLock {
  readonly schemaVersion: 1;
  /** By name. */
  readonly scripts: readonly AddedScript[];
}

export const addedSchemaVersion = 1;
