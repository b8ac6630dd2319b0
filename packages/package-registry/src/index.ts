/** Asks npm registries the way npm does, and starts a registry in this process for trying packages out. */
export { openRegistry } from './open-registry.ts';
export type {
  Access,
  AdvisoryAnswer,
  AskOptions,
  ChangeOptions,
  Credential,
  ForwardedAnswer,
  FoundPackage,
  FoundPackages,
  IntoFile,
  OpenRegistryOptions,
  Registry,
  SearchOptions,
} from './registry.ts';
export type { Distribution, Packument, PublishedManifest } from './packument.ts';
export { judgeSignatures, registryKeys } from './signatures.ts';
export type { RegistryKey, SignatureVerdict } from './signatures.ts';
export { startRegistry } from './server/start-registry.ts';
export type { LocalRegistry, StartRegistryOptions } from './server/start-registry.ts';
export type { RegistryFault } from './server/fault.ts';
export type { RegistryUser } from './server/authorise.ts';
export { readTarballManifest } from './server/read-tarball-manifest.ts';
export { errors as registryErrors } from './errors.ts';
