import { blobKey } from './clean-blobs.ts';

interface Version {
  /** Empty for a message. */
  readonly blob: string;
  readonly path: string;
}

/** Which versions of files need not be looked at, and which turned out so. */
export class Versions {
  readonly #known: Pick<ReadonlySet<string>, 'has'>;
  readonly #clean = new Set<string>();
  /** A version may be looked at in parts, and something be found in one. */
  readonly #found = new Set<string>();
  read = 0;
  remembered = 0;

  constructor(known: Pick<ReadonlySet<string>, 'has'>) {
    this.#known = known;
  }

  isClean({ blob, path }: Version): boolean {
    const isKnown = blob !== '' && this.#known.has(blobKey(blob, path));
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
