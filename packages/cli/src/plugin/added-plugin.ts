import { findAdded, limitsOf, listAdded, unreadableLocks, type FoundAdded } from '@cdev/added-script';
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

/** What was added may be more than is found then. */
export function hasUnreadableLock(place: Place): boolean {
  return unreadableLocks(place).length > 0;
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
