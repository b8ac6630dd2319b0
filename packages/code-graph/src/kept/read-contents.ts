import { decodeText } from '../inventory/decode-text.ts';
import type { Inventory, InventoryFile } from '../inventory/inventory.ts';
import { readBytes, type FileBytes } from '../inventory/read-bytes.ts';
import { readTexts } from '../inventory/read-texts.ts';

export interface Content {
  readonly file: InventoryFile;
  /** Git's name of it. */
  readonly name: string;
  /** Undefined where it is known. */
  readonly text: string | undefined;
}

export interface ReadContentsOptions {
  readonly inventory: Inventory;
  readonly files: readonly InventoryFile[];
  readonly isKnown: (path: string, name: string) => boolean;
  /** The name of a file that need not be looked at, such as one that did not change since it was read. */
  readonly seen: (file: InventoryFile) => string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The contents of text files in their order, by name, with their text where that is new. */
export function readContents(options: ReadContentsOptions): AsyncGenerator<Content> {
  return options.files[0]?.blob === undefined ? readDisk(options) : readCommit(options);
}

/** Where a file may have changed its content is read and named as git does it. */
async function* readDisk({ inventory, files, isKnown, seen, signal }: ReadContentsOptions): AsyncGenerator<Content> {
  const names = files.map(seen);
  let hashing: typeof import('node:crypto') | undefined;
  const unsure = files.filter((_, at) => names[at] === undefined);
  const read = readBytes({ root: inventory.root, files: unsure, signal });
  for (const [at, file] of files.entries()) {
    const known = names[at];
    if (known !== undefined) {
      yield { file, name: known, text: undefined };
      continue;
    }
    const { bytes } = (await read.next()).value as FileBytes<InventoryFile>;
    if (bytes === undefined) continue;
    // Loaded where something is hashed, and once: to ask for it takes longer than to hash a file.
    hashing ??= process.getBuiltinModule('node:crypto');
    const name = hashing.createHash('sha1').update(`blob ${file.size}\0`).update(bytes).digest('hex');
    if (isKnown(file.path, name)) yield { file, name, text: undefined };
    else {
      const text = decodeText(bytes);
      if (text !== undefined) yield { file, name, text };
    }
  }
}

/** What is known is not read at all. */
async function* readCommit({ inventory, files, isKnown, seen, signal }: ReadContentsOptions): AsyncGenerator<Content> {
  const known = (file: InventoryFile): string | undefined =>
    seen(file) ?? (isKnown(file.path, file.blob ?? '') ? file.blob : undefined);
  const fresh = readTexts({ inventory, files: files.filter((file) => known(file) === undefined), signal });
  let next = await fresh.next();
  for (const file of files) {
    const name = known(file);
    if (name !== undefined) yield { file, name, text: undefined };
    else if (!next.done && next.value.file === file) {
      yield { file, name: file.blob ?? '', text: next.value.text };
      next = await fresh.next();
    }
  }
}
