import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { permissionOptions } from './permissions.ts';
import { addedFolder, addedPlaces, type AddedPlace } from './added-place.ts';
import type { AddedScript } from './added-script.ts';
import { readAddedLock } from './parse-added.ts';

/** An added script, and where it would be. */
export interface FoundAdded {
  readonly script: AddedScript;
  readonly place: AddedPlace;
  /** Of its package; absolute. */
  readonly folder: string;
  /** Absolute. */
  readonly bin: string;
  /** A lock that came with a repository names what nobody has installed here yet. */
  readonly isInstalled: boolean;
}

interface Where {
  readonly cwd: string;
  readonly home: string;
}

/**
 * What was added for the project at `cwd` and for the user; of two with one name the project's. A lock that cannot be read has nothing, for it is no reason
 * why nothing else should start: `unreadableLocks` has why, and who works on locks reads them by `readAddedLock`.
 */
export function listAdded(where: Where): readonly FoundAdded[] {
  const found = new Map<string, FoundAdded>();
  for (const place of addedPlaces(where))
    for (const script of scriptsAt(place)) {
      if (found.has(script.name)) continue;
      const folder = join(addedFolder(place, script), 'node_modules', script.package);
      const bin = join(folder, script.bin);
      found.set(script.name, { script, place, folder, bin, isInstalled: existsSync(bin) });
    }
  return [...found.values()].toSorted((a, b) => a.script.name.localeCompare(b.script.name));
}

/** Why locks at `cwd` have nothing, each with what mends it: what was added there is not known. */
export function unreadableLocks(where: Where): readonly CdevError[] {
  return addedPlaces(where).flatMap(({ lock }) => {
    try {
      readAddedLock(lock);
      return [];
    } catch (error) {
      if (isCdevError(error)) return [error];
      throw error;
    }
  });
}

/** What `cdev <name>` would start of what was added, as `listAdded` has it; undefined when nothing of that name was. */
export function findAdded(name: string, where: Where): FoundAdded | undefined {
  return listAdded(where).find(({ script }) => script.name === name);
}

/** What Node is started with so that the script can do no more than it was added for. @param node its version, `24.21.0` */
export function limitsOf(
  { script }: { readonly script: { readonly permissions?: AddedScript['permissions'] | undefined } },
  { cwd, home, node }: Where & { readonly node: string },
): readonly string[] {
  const canDenyNetwork = Number.parseInt(node, 10) >= 25;
  return permissionOptions(script.permissions, { cwd, home, temporary: tmpdir(), canDenyNetwork });
}

function scriptsAt({ lock }: AddedPlace): readonly AddedScript[] {
  try {
    return readAddedLock(lock).scripts;
  } catch (error) {
    if (isCdevError(error)) return [];
    throw error;
  }
}
