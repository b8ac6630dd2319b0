import { foldersAbove } from './folders-above.ts';
import { nameOf } from './packages.ts';

const modules = 'node_modules/';

/**
 * Packages below a `node_modules` that belongs to the repository, as fixtures have them: of those that are there, the nearest in which `lead` finds the
 * specifier. `place` is the package's folder, or its file without extension.
 */
export function committedPackages(
  paths: readonly string[],
  lead: (from: string, specifier: string, place: string) => string | undefined,
): (from: string, specifier: string) => string | undefined {
  const there = new Set<string>();
  for (const path of paths) {
    for (let at = path.indexOf(modules); at !== -1; at = path.indexOf(modules, at + 1)) {
      const folder = path.slice(0, at + modules.length);
      const name = nameOf(path.slice(folder.length));
      there.add(folder + name).add(folder + name.replace(/\.[a-z]+$/, ''));
    }
  }
  if (there.size === 0) return () => undefined;
  return (from, specifier) => {
    const name = nameOf(specifier);
    for (const folder of foldersAbove(from)) {
      const place = `${folder}${modules}${name}`;
      const to = there.has(place) ? lead(from, specifier, place) : undefined;
      if (to !== undefined) return to;
    }
    return undefined;
  };
}
