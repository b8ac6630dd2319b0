/** A version that somebody looked at, and the bytes that were looked at. */
export interface ReviewedVersion {
  readonly version: string;
  /** `sha512-…` */
  readonly integrity: string;
  readonly by: string;
  /** A day, `2026-11-27`. */
  readonly on: string;
}

export interface IndexedScript {
  readonly package: string;
  readonly summary: string;
  /** The only registry that is meant; without it any. */
  readonly registry?: string;
  readonly reviewed: readonly ReviewedVersion[];
}

export interface RemovedScript {
  readonly package: string;
  readonly reason: string;
}

/** A list of scripts that somebody vouches for; `cdev.marketplace.index.yaml`. */
export interface MarketplaceIndex {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly scripts: readonly IndexedScript[];
  /** Packages that are refused. */
  readonly removed: readonly RemovedScript[];
}

/** An index and how far it is believed: one that a repository brings along by its own configuration lists, and vouches for nothing. */
export interface ReadIndex extends MarketplaceIndex {
  readonly file: string;
  readonly mayVouch: boolean;
}

export const indexSchemaVersion = 1;
