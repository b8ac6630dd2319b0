import { decodeText } from '../inventory/decode-text.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { readBytes } from '../inventory/read-bytes.ts';

/** The text of the files at these paths; those that are not there, binary or unreadable are left out. */
export async function readTextFiles(
  { root, files }: Inventory,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(paths);
  const texts = new Map<string, string>();
  for await (const { file, bytes } of readBytes({ root, files: files.filter(({ path }) => wanted.has(path)) })) {
    const text = bytes && decodeText(bytes);
    if (text !== undefined) texts.set(file.path, text);
  }
  return texts;
}
