/** The distribution manifest: what was packed for a release. Type, schema version, parser, serialiser, place. */
export { manifestSchemaVersion } from './distribution-manifest.ts';
export type {
  DistributedFile,
  DistributedGit,
  DistributedPackage,
  DistributionManifest,
} from './distribution-manifest.ts';
export { errors as distributionManifestErrors } from './errors.ts';
export { parseDistributionManifest } from './parse-manifest.ts';
export { serialiseDistributionManifest } from './serialise-manifest.ts';
export { describeFiles, describePackage } from './distributed-package.ts';
export type { DescribePackageOptions } from './distributed-package.ts';
export {
  distributionFolder,
  distributionManifestFile,
  distributionManifestName,
  readDistributionManifest,
  writeDistributionManifest,
} from './manifest-store.ts';
