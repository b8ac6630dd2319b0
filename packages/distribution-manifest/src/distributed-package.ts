import { createHash } from 'node:crypto';
import type { PackageTarball } from '@cdev/package-tarball';
import { binsOf } from '@cdev/package-workspace';
import type { DistributedFile, DistributedPackage } from './distribution-manifest.ts';

export interface DescribePackageOptions {
  /** In the workspace, from its root; '' for the root. */
  readonly path: string;
  /** The archive, relative to the folder of the manifest. */
  readonly tarball: string;
  readonly distTag: string;
}

/** What a manifest says of one tarball. */
export function describePackage(
  packed: PackageTarball,
  { path, tarball, distTag }: DescribePackageOptions,
): DistributedPackage {
  const { name, version, integrity, shasum, size, unpackedSize, manifest } = packed;
  return {
    name,
    version,
    path,
    tarball,
    integrity,
    shasum,
    size,
    unpackedSize,
    files: describeFiles(packed),
    distTag,
    bins: binsOf(manifest),
  };
}

/** The files of a tarball with size, digest and permissions, by path; links and folders are left out, as no package manager unpacks them. */
export function describeFiles({ entries }: PackageTarball): readonly DistributedFile[] {
  return [...entries.values()]
    .filter(({ type }) => type === 'file')
    .map(({ path, size, mode, data }) => ({
      path,
      size,
      sha256: createHash('sha256').update(data).digest('hex'),
      mode: (mode & 0o777).toString(8).padStart(3, '0'),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
