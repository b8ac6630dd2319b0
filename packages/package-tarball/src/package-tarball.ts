import type { PackageManifest } from '@cdev/package-workspace';

export interface TarballEntry {
  /** Without the folder at the top (`package/`), with `/`. */
  readonly path: string;
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  readonly type: 'file' | 'symlink' | 'hardlink' | 'folder';
  /** Where a link leads, as it stands in the archive. */
  readonly target?: string;
  /** Empty unless it is a file. */
  readonly data: Buffer;
}

/** A package as it is, or will be, in the registry. */
export interface PackageTarball {
  readonly name: string;
  readonly version: string;
  /** The manifest in the tarball, which may differ from the one that it was made of. */
  readonly manifest: PackageManifest;
  /** By path, in the order of the archive; of two with one path the later counts, as it does when it is unpacked. */
  readonly entries: ReadonlyMap<string, TarballEntry>;
  /** The compressed archive. */
  readonly bytes: Buffer;
  /** Bytes, compressed. */
  readonly size: number;
  /** Bytes of all files. */
  readonly unpackedSize: number;
  /** `sha512-…`, as registries and lock files have it. */
  readonly integrity: string;
  /** SHA-1 in hex, as old registries have it. */
  readonly shasum: string;
}

/** What made a tarball: the program or library, and its version. */
export interface Packer {
  readonly name: string;
  readonly version: string;
}

export interface PackedPackage extends PackageTarball {
  /** The archive on the disk, absolute. */
  readonly file: string;
  readonly packedBy: Packer;
}
