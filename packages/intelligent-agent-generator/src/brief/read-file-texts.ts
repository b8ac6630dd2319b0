import { readTexts, type Inventory } from '@cdev/code-graph';

/** Texts by path; what is binary, a link, or gone meanwhile has none. */
export type FileTexts = ReadonlyMap<string, string>;

/** The texts of some files of a repository. */
export async function readFileTexts(
  inventory: Inventory,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<FileTexts> {
  const wanted = new Set(paths);
  const texts = new Map<string, string>();
  const files = inventory.files.filter(({ path }) => wanted.has(path));
  for await (const { file, text } of readTexts({ inventory, files, signal }))
    texts.set(file.path, text.replaceAll('\r\n', '\n'));
  return texts;
}
