/** Tarballs of packages: made as the publisher makes them, read and unpacked without trusting whoever made them. */
export type { PackageTarball, PackedPackage, Packer, TarballEntry } from './package-tarball.ts';
export { errors as packageTarballErrors } from './errors.ts';
export { packPackage } from './pack-package.ts';
export type { PackPackageOptions } from './pack-package.ts';
export { publishedManifest } from './published-manifest.ts';
export { runLifecycleScript } from './lifecycle-script.ts';
export type { LifecycleOptions } from './lifecycle-script.ts';
export { readTarball } from './read-tarball.ts';
export type { ReadTarballOptions } from './read-tarball.ts';
export { tarballFileName } from './tarball-file.ts';
export { unpackTarball } from './unpack-tarball.ts';
