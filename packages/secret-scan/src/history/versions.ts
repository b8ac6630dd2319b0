import { isNullObjectId } from '../null-object-id.ts';
import { blobKey, type CleanBlobs } from './clean-blobs.ts';

interface Version {
  /** Empty for a message. */
  readonly blob: string;
  readonly path: string;
}

/** One of which was looked at what is not in the version before. */
interface Change extends Version {
  /** The version before; the null object id where there was none, empty where all of it was looked at in any case. */
  readonly before: string;
}

/** What a version of which all was looked at is made of. */
const nothing = '';

/**
 * Which versions of files need not be looked at, whichever commit brings them, and which turned out so. That nothing was found in what is new in one says nothing of the
 * rest of it: it is clean when the version before is.
 */
export class Versions {
  readonly #open: () => CleanBlobs;
  #known: CleanBlobs | undefined;
  /** Of versions in which nothing new was found what they were made of, by their keys. */
  readonly #madeOf = new Map<string, string>();
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

  /** `hasFound`: whether anything was found in what is new in it. */
  add(change: Change, hasFound: boolean): void {
    if (change.blob === '') return;
    this.read += 1;
    if (hasFound) this.#found.add(blobKey(change.blob, change.path));
    else this.addUnread(change);
  }

  /** One in which nothing is new: lines were only taken away. */
  addUnread({ blob, path, before }: Change): void {
    if (isNullObjectId(blob)) return;
    const key = blobKey(blob, path);
    const base = before === '' || isNullObjectId(before) ? nothing : blobKey(before, path);
    if (base === nothing || !this.#madeOf.has(key)) this.#madeOf.set(key, base);
  }

  /** Those that turned out clean and were not known to be. */
  fresh(): ReadonlySet<string> {
    const { keys } = this.open();
    const isClean = new Map<string, boolean>([...this.#found].map((key) => [key, false]));
    for (const first of this.#madeOf.keys()) {
      const chain: string[] = [];
      let key = first;
      while (!isClean.has(key) && this.#madeOf.has(key) && !keys.has(key)) {
        // In a circle, as of a change that was taken back, nothing shows that any of them is.
        isClean.set(key, false);
        chain.push(key);
        key = this.#madeOf.get(key)!;
      }
      const isProved = isClean.get(key) ?? (key === nothing || keys.has(key));
      for (const each of chain) isClean.set(each, isProved);
    }
    return new Set([...isClean].flatMap(([key, is]) => (is ? [key] : [])));
  }
}
