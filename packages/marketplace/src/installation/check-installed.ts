import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addedFolder, type AddedPlace, type AddedScript } from '@cdev/added-script';
import { fileLines, filesDigest } from './install-package.ts';

/** `changed`: a file is not, or no longer, what was installed. */
export type InstalledState = 'ok' | 'missing' | 'changed';

/** Holds what is installed against the digest in the lock, file by file. */
export async function checkInstalled(place: AddedPlace, script: AddedScript): Promise<InstalledState> {
  const folder = addedFolder(place, script);
  const own = script.packages.filter(({ isOptional }) => isOptional !== true).map(({ path }) => path);
  const all = new Set(script.packages.map(({ path }) => path));
  const digests: string[] = [];
  for (const path of own) {
    const files = await filesBelow(folder, path, all).catch(() => undefined);
    if (files === undefined) return digests.length === 0 ? 'missing' : 'changed';
    digests.push(fileLines(files));
  }
  return filesDigest(digests) === script.files ? 'ok' : 'changed';
}

/** Files of one package, without those of others that lie in it. */
async function filesBelow(
  folder: string,
  path: string,
  packages: ReadonlySet<string>,
): Promise<(readonly [string, Buffer])[]> {
  const found: (readonly [string, Buffer])[] = [];
  for (const entry of await readdir(join(folder, path), { withFileTypes: true })) {
    const inside = `${path}/${entry.name}`;
    if (packages.has(inside)) continue;
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, inside, packages)));
    // A link is nothing that was installed: its name alone changes the digest.
    else found.push([inside, entry.isFile() ? await readFile(join(folder, inside)) : Buffer.from('link')]);
  }
  return found;
}
