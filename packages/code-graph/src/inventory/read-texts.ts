import { decodeText } from './decode-text.ts';
import type { Inventory, InventoryFile } from './inventory.ts';
import { readBytes } from './read-bytes.ts';

export interface FileText {
  readonly file: InventoryFile;
  readonly text: string;
}

export interface ReadTextsOptions {
  readonly inventory: Inventory;
  readonly files: readonly InventoryFile[];
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** The texts of `files`, from the commit or the disk as the inventory was; what is binary, a link or unreadable is left out. */
export async function* readTexts({ inventory, files, maxBytes, signal }: ReadTextsOptions): AsyncGenerator<FileText> {
  const readable = files.filter(({ isBinary, isLink }) => !isBinary && !isLink);
  const limit = maxBytes === undefined ? {} : { maxBytes };
  for await (const { file, bytes } of readBytes({ root: inventory.root, files: readable, signal, ...limit })) {
    const text = bytes && decodeText(bytes);
    if (text !== undefined) yield { file, text };
  }
}
