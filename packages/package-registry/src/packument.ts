/** Where the tarball of a version lies, and what its bytes must be. */
export interface Distribution {
  readonly tarball: string;
  /** `sha512-…`; old versions have only `shasum`. */
  readonly integrity?: string;
  /** SHA-1 in hexadecimal. */
  readonly shasum?: string;
  readonly fileCount?: number;
  readonly unpackedSize?: number;
  readonly signatures?: readonly { readonly keyid: string; readonly sig: string }[];
  readonly attestations?: { readonly url: string; readonly provenance?: { readonly predicateType: string } };
  readonly [field: string]: unknown;
}

/** The package.json of one version, as the registry gives it. */
export interface PublishedManifest {
  readonly name: string;
  readonly version: string;
  readonly dist: Distribution;
  /** The message of its deprecation. */
  readonly deprecated?: string;
  readonly [field: string]: unknown;
}

/** All that a registry knows of a package. The short form has no `time`, `maintainers` and texts. */
export interface Packument {
  readonly name: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, PublishedManifest>>;
  /** Version to ISO time; besides `created` and `modified`. */
  readonly time?: Readonly<Record<string, string>>;
  readonly maintainers?: readonly { readonly name: string; readonly email?: string }[];
  readonly [field: string]: unknown;
}
