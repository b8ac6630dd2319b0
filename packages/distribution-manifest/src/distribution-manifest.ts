/** Version 1 is the first. Readers take the newest and the one before. */
export const manifestSchemaVersion = 1;

export interface DistributedFile {
  /** In the package, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /** Permission bits in octal, such as `644`. */
  readonly mode: string;
}

export interface DistributedPackage {
  readonly name: string;
  readonly version: string;
  /** Of the package in the workspace, from its root; '' for the root. */
  readonly path: string;
  /** The archive, relative to the folder of the manifest, with `/`. */
  readonly tarball: string;
  /** `sha512-…` */
  readonly integrity: string;
  /** SHA-1 in hex. */
  readonly shasum: string;
  /** Bytes, compressed. */
  readonly size: number;
  readonly unpackedSize: number;
  /** By path. */
  readonly files: readonly DistributedFile[];
  /** The dist-tag under which it is meant to be published. */
  readonly distTag: string;
  /** Bin name -> path in the package. */
  readonly bins: Readonly<Record<string, string>>;
}

export interface DistributedGit {
  readonly commit: string;
  /** Undefined when HEAD was detached. */
  readonly branch?: string;
  /** Whether the working tree had changes that are in no commit. */
  readonly dirty: boolean;
  /** The address of the remote, without credentials. */
  readonly remote?: string;
}

/** What was packed for a release: written before publishing, compared with the registry after it. */
export interface DistributionManifest {
  readonly schemaVersion: typeof manifestSchemaVersion;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Undefined outside a repository. */
  readonly git?: DistributedGit;
  readonly tools: {
    readonly node: string;
    readonly npm?: string;
    readonly pnpm?: string;
    /** What packed, such as `pnpm 12.21.0`. */
    readonly packer: string;
  };
  /** In the order in which they are published. */
  readonly packages: readonly DistributedPackage[];
  /** Of a newer or foreign writer; kept. */
  readonly unknownFields?: Readonly<Record<string, unknown>>;
}
