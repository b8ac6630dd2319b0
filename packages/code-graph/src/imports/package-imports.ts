import { isScriptLanguage } from '../inventory/language-of.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { readTexts } from '../inventory/read-texts.ts';
import { findSpecifiers } from './find-specifiers.ts';
import type { ImportGraphOptions } from './import-graph.ts';

/** Name of a package -> files that import it or a part of it, sorted. */
export type PackageImports = ReadonlyMap<string, readonly string[]>;

/**
 * Which packages the JavaScript, TypeScript, Vue, Svelte and Astro files import by name, installed or not. What a name leads to is not asked: a path alias that looks like
 * a package is told as one.
 */
export async function packageImports(
  inventory: Inventory,
  { signal }: ImportGraphOptions = {},
): Promise<PackageImports> {
  const files = inventory.files.filter(({ language, isGenerated }) => isScriptLanguage(language) && !isGenerated);
  const found = new Map<string, Set<string>>();
  for await (const { file, text } of readTexts({ inventory, files, signal }))
    for (const { specifier } of findSpecifiers(file.path, text).specifiers) {
      const name = packageNameOf(specifier);
      if (name !== undefined) found.set(name, (found.get(name) ?? new Set()).add(file.path));
    }
  return new Map([...found].map(([name, paths]) => [name, [...paths].sort()]));
}

/** `@a/b` of `@a/b/c.js`; undefined for a path, a scheme, and Node's own `node:`. */
function packageNameOf(specifier: string): string | undefined {
  return /^(?:[\w-]+!)*((?:@[\w.~-]+\/)?[\w~-][\w.~-]*)(?:[/?].*)?$/.exec(specifier)?.[1];
}
