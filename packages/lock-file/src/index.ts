/** Lock files of package managers, read as one graph of packages. */
export type {
  DependencyKind,
  Ecosystem,
  LockEdge,
  LockFormat,
  LockGraph,
  LockImporter,
  LockedPackage,
  MissingEdge,
  PackageOrigin,
} from './graph/lock-graph.ts';
export { ecosystems, packageUrl, packageUrlTypes } from './package-url.ts';
export type { PackageIdentity } from './package-url.ts';
export { importerId } from './graph/lock-graph.ts';
export { pathsTo, reverseEdges, tracePaths } from './graph/trace-path.ts';
export type { DependencyPath, ReverseEdges, TracePaths } from './graph/trace-path.ts';
export { isLockFile, manifestNames, manifestsBeside, parseLockFile } from './lock-reader.ts';
export type { LockSource } from './lock-source.ts';
export { readLockFile, readLockGraph } from './read-lock-graph.ts';
export type { ReadLockFileOptions } from './read-lock-graph.ts';
export { errors as lockFileErrors } from './errors.ts';
export { packageLines } from './place-of-package.ts';
