import { existsSync, lstatSync } from 'node:fs';
import { foldersAbove } from './folders-above.ts';
import { nameOf } from './packages.ts';

/** Whether the nearest package of a name that is installed is a link, which may lead back into the repository. */
export function linkedPackages(root: string): (from: string, specifier: string) => boolean {
  const folders = new Map<string, boolean>();
  const links = new Map<string, boolean | undefined>();

  function hasModules(folder: string): boolean {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const isThere = existsSync(`${root}/${folder}node_modules`);
    folders.set(folder, isThere);
    return isThere;
  }

  /** Undefined where nothing of that name is installed in the folder. */
  function isLink(place: string): boolean | undefined {
    if (!links.has(place)) links.set(place, lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink());
    return links.get(place);
  }

  return (from, specifier) => {
    for (const folder of foldersAbove(from)) {
      const found = hasModules(folder) ? isLink(`${root}/${folder}node_modules/${nameOf(specifier)}`) : undefined;
      if (found !== undefined) return found;
    }
    return false;
  };
}
