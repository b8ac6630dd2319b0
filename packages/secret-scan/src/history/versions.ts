import { blobKey, type CleanBlobs } from './clean-blobs.ts';

interface Version {
  /** Empty for a message. */
  readonly blob: string;
  readonly path: string;
}

/** Which versions of files need not be looked at, and which turned out so. */
export class Versions {
  readonly #open: () => CleanBlobs;
  #known: CleanBlobs | undefined;
  readonly #clean = new Set<string>();
  /** A version may be looked at in parts, and something be found in one. */
  readonly #found = new Set<string>();
  read = 0;
  remembered = 0;

  /** `open`: what is known, asked for once. */
  constructor(open: () => CleanBlobs) {
    this.#open = open;
  }

  open(): CleanBlobs {
    return (this.#known ??= this.#open());
  }

  isClean({ blob, path }: Version): boolean {
    const isKnown = blob !== '' && this.open().keys.has(blobKey(blob, path));
    if (isKnown) this.remembered += 1;
    return isKnown;
  }

  add({ blob, path }: Version, isClean: boolean): void {
    if (blob === '') return;
    this.read += 1;
    (isClean ? this.#clean : this.#found).add(blobKey(blob, path));
  }

  fresh(): Set<string> {
    for (const key of this.#found) this.#clean.delete(key);
    return this.#clean;
  }
}
