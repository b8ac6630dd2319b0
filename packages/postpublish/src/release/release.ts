import type { Context } from '@cdev/core/cli';
import type { DistributedPackage, DistributionManifest } from '@cdev/distribution-manifest';
import type { Repository } from '@cdev/git';
import type { Registry } from '@cdev/package-registry';
import type { Journal } from '../journal/journal.ts';

/** `name@version`: what a step of the release is about. */
export type PackageId = string;

export function idOf({ name, version }: Pick<DistributedPackage, 'name' | 'version'>): PackageId {
  return `${name}@${version}`;
}

/** What one run works on: the manifest, the registry it is compared with, the repository it is tagged in, and what earlier runs did. */
export interface Release {
  readonly manifest: DistributionManifest;
  /** Undefined for versions that are looked at without a manifest: what they are compared with is then what the registry itself says. */
  readonly manifestFile: string | undefined;
  /** Where the tarballs of the manifest lie. */
  readonly folder: string;
  /** Those that were asked for, in publish order. */
  readonly packages: readonly DistributedPackage[];
  readonly registry: Registry;
  /** Undefined outside a repository. */
  readonly repository: Repository | undefined;
  /** Of the workspace from the top of the repository, '' when they are the same. */
  readonly workspacePath: string;
  readonly journal: Journal;
  readonly context: Context;
}
