import { findAdded, limitsOf, listAdded, type FoundAdded } from '@cdev/added-script';
import type { Place, Plugin } from './find-plugin.ts';

/** What was added under that name by cdev marketplace. */
export function findAddedPlugin(name: string, place: Place): Plugin | undefined {
  const found = findAdded(name, place);
  return found && addedPlugin(found, place);
}

/** All that was added, as plugins. */
export function listAddedPlugins(place: Place): readonly Plugin[] {
  return listAdded(place).map((found) => addedPlugin(found, place));
}

/** By the Node that runs this: a script of others needs no executable, and is held to what it was added for. */
function addedPlugin(found: FoundAdded, { cwd, home }: Place): Plugin {
  const { name, package: packageName, version } = found.script;
  const limits = limitsOf(found, { cwd, home, node: process.versions.node });
  return {
    name,
    file: process.execPath,
    words: [...limits, found.bin],
    from: 'added',
    added: { package: packageName, version, isInstalled: found.isInstalled },
  };
}
