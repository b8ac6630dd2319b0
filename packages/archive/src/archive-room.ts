import { ArchiveGap, type ArchiveLimits } from './archive-entry.ts';

/** What an archive and those within it may still cost together, and what of them was not read. */
export class ArchiveRoom {
  readonly #limits: ArchiveLimits;
  readonly #leftOut: string[] = [];
  #entries = 0;
  #left: number;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
    this.#left = limits.all;
  }

  /** Bytes that may come out of one entry. */
  get entry(): number {
    return this.#limits.entry;
  }

  /** @throws ArchiveGap when there are more entries than allowed */
  count(): void {
    this.#entries += 1;
    if (this.#entries > this.#limits.entries) throw new ArchiveGap(`has more than ${this.#limits.entries} files`);
  }

  /** Bytes that may still come out. */
  get left(): number {
    return this.#left;
  }

  /** @throws ArchiveGap when these bytes are more than may still come out */
  take(size: number): void {
    if (size > this.#left) throw this.tooLarge();
    this.#left -= size;
  }

  tooLarge(): ArchiveGap {
    return new ArchiveGap(`unpacks to more than ${this.#limits.all / 1e6} MB`);
  }

  /** A file that is passed over; `reason` is what is said of it: "is encrypted". */
  leaveOut(path: string, reason: string): void {
    this.#leftOut.push(`${path} in it ${reason}`);
  }

  /** Undefined when all was read. */
  get gap(): ArchiveGap | undefined {
    const [first] = this.#leftOut;
    if (first === undefined) return undefined;
    const others = this.#leftOut.length - 1;
    const more = others === 0 ? '' : `; so ${others === 1 ? 'is 1 other file' : `are ${others} other files`} in it`;
    return new ArchiveGap(`was not read whole: ${first}${more}`);
  }
}
