import { outside, type LanguageResolve, type LanguageSources, type LeadsTo } from './leads-to.ts';

/** Files of a package by the class that each is named after; several sources may have the same. */
type Package = ReadonlyMap<string, readonly string[]>;

/**
 * Leads the imports of Java, and of Kotlin beside it, to the files named after the class, by the package that each file declares, so no source folder has to be known.
 * A wildcard leads to all of a package; what is named within a class (its members, its inner classes) leads to the class.
 */
export function javaClasses({ found }: LanguageSources): LanguageResolve {
  const packages = new Map<string, Map<string, string[]>>();
  for (const [path, { home = '' }] of found) {
    const name = path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
    let classes = packages.get(home);
    if (classes === undefined) packages.set(home, (classes = new Map()));
    classes.set(name, [...(classes.get(name) ?? []), path]);
  }
  return (from, specifier) => {
    const isWild = specifier.endsWith('.*');
    const parts = (isWild ? specifier.slice(0, -2) : specifier).split('.');
    const whole = isWild ? packages.get(parts.join('.')) : undefined;
    if (whole) return { to: [...whole.values()].map((paths) => nearest(paths, from)).sort(), isOwn: true };
    for (let end = parts.length; end > 0; end -= 1) {
      const own: Package | undefined = packages.get(parts.slice(0, end - 1).join('.'));
      const paths = own?.get(parts[end - 1] ?? '');
      if (paths) return { to: [nearest(paths, from)], isOwn: true };
      // A file of Kotlin may declare anything, whatever its name.
      if (own && end > 1) return { to: [], isOwn: !from.endsWith('.kt') } satisfies LeadsTo;
    }
    return outside;
  };
}

/** Of equals, the one whose path begins most like the file's. */
function nearest(paths: readonly string[], from: string): string {
  let [best, most] = [paths[0] ?? '', -1];
  for (const path of paths.length > 1 ? paths : []) {
    let alike = 0;
    while (alike < path.length && path[alike] === from[alike]) alike += 1;
    if (alike > most) [best, most] = [path, alike];
  }
  return best;
}
