import { errors } from './errors.ts';
import type { CatalogueScript, ScriptCatalogue } from './script.ts';

/**
 * Scripts by name, package or bin, in the order of the catalogue; all when none is named.
 * @throws CDEV_E_CATALOGUE_UNKNOWN
 */
export function selectScripts({ scripts }: ScriptCatalogue, names: readonly string[]): readonly CatalogueScript[] {
  if (names.length === 0) return scripts;
  const wanted = names.map((name) => {
    const found = scripts.find((script) => [script.name, script.packageName, script.binName].includes(name));
    if (found === undefined)
      throw errors.make('CDEV_E_CATALOGUE_UNKNOWN', { name, known: scripts.map((script) => script.name).join(', ') });
    return found;
  });
  return scripts.filter((script) => wanted.includes(script));
}
