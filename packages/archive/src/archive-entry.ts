/** A file within an archive. */
export interface ArchiveEntry {
  /** With `/`, as the archive has it; not a path to write to. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** What an archive may cost. */
export interface ArchiveLimits {
  /** Bytes that come out of one entry, and of all together. */
  readonly entry: number;
  readonly all: number;
  readonly entries: number;
}

export const usualLimits: ArchiveLimits = { entry: 16_000_000, all: 64_000_000, entries: 10_000 };

/** Why an archive was not read to its end. */
export class ArchiveGap extends Error {}
