import type { PackageTarball, Packer } from '@cdev/package-tarball';
import type { Finding, Fix } from '../rule/rule.ts';
import type { Threshold } from '../package-settings.ts';

/** What is known of one package at the end. */
export interface PackageReport {
  readonly name: string;
  readonly version: string;
  /** From the workspace's root, '' for the root; undefined for a tarball that was given. */
  readonly path?: string;
  /** Undefined when it could not be packed. */
  readonly tarball?: {
    readonly integrity: string;
    /** Bytes, compressed. */
    readonly size: number;
    readonly unpackedSize: number;
    readonly files: number;
    readonly packedBy?: Packer;
  };
  /** `published`: the registry has this version, and it is left out of the publish. */
  readonly state: 'ready' | 'findings' | 'published';
  readonly failOn: Threshold;
  /** Errors first. */
  readonly findings: readonly Finding[];
  /** Rules that looked and found nothing. */
  readonly passed: readonly string[];
  readonly notRun: readonly { readonly rule: string; readonly reason: string }[];
  /** Milliseconds. */
  readonly duration: number;
}

/** With what the verb needs besides, and nobody else sees. */
export interface CheckedPackage {
  readonly report: PackageReport;
  readonly fixes: readonly Fix[];
}

export function tarballFacts(
  tarball: PackageTarball & { readonly packedBy?: Packer },
): NonNullable<PackageReport['tarball']> {
  const { integrity, size, unpackedSize, entries, packedBy } = tarball;
  const files = [...entries.values()].filter(({ type }) => type === 'file').length;
  return { integrity, size, unpackedSize, files, ...(packedBy && { packedBy }) };
}
