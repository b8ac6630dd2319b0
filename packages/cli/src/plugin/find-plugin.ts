import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findAdded, limitsOf, listAdded, type FoundAdded } from '@cdev/added-script';

export interface Plugin {
  /** `cdev <name>` starts it. */
  readonly name: string;
  /** Its executable. */
  readonly file: string;
  /** Before the words that it is given: for a script that was added, the options that limit it, and its file. */
  readonly words?: readonly string[];
  /** `added`: by cdev marketplace, for the project or the user. */
  readonly from: 'project' | 'added' | 'PATH';
  /** Of a script that was added: what `cdev list` shows. */
  readonly added?: { readonly package: string; readonly version: string; readonly isInstalled: boolean };
}

interface Place {
  readonly cwd: string;
  readonly path: string | undefined;
  /** `~/.cdev`. */
  readonly home: string;
}

/** The executable `cdev-<name>` of the project at `cwd` or a folder above it, else what was added under that name, else one on the PATH, as git and gh find theirs. */
export function findPlugin(name: string, place: Place): Plugin | undefined {
  // A word with a slash or a dot in front would lead out of the folders that are looked into.
  if (!/^[a-z0-9][\w-]*$/i.test(name)) return undefined;
  const find = (folders: readonly string[], from: Plugin['from']): Plugin | undefined => {
    const file = folders.map((folder) => executableIn(folder, `cdev-${name}`)).find((each) => each !== undefined);
    return file === undefined ? undefined : { name, file, from };
  };
  const added = (): Plugin | undefined => {
    const found = findAdded(name, place);
    return found && addedPlugin(found, place);
  };
  return find(projectFolders(place), 'project') ?? added() ?? find(pathFolders(place), 'PATH');
}

/** All that can be started so; of two with one name the one that would be. */
export function listPlugins(place: Place): readonly Plugin[] {
  const listed = (folders: readonly string[], from: Plugin['from']): readonly Plugin[] =>
    folders.flatMap((folder) =>
      entriesOf(folder).flatMap((entry): Plugin[] => {
        const name = /^cdev-([a-z0-9][\w-]*?)(?:\.(?:exe|cmd))?$/i.exec(entry)?.[1];
        const file = name === undefined ? undefined : executableIn(folder, `cdev-${name}`);
        return name !== undefined && file !== undefined ? [{ name, file, from }] : [];
      }),
    );
  const all = [
    ...listed(projectFolders(place), 'project'),
    ...listAdded(place).map((found) => addedPlugin(found, place)),
    ...listed(pathFolders(place), 'PATH'),
  ];
  const first = new Map<string, Plugin>();
  for (const plugin of all) if (!first.has(plugin.name)) first.set(plugin.name, plugin);
  return [...first.values()].toSorted((a, b) => a.name.localeCompare(b.name));
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

function projectFolders({ cwd }: Place): readonly string[] {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules/.bin'));
    if (dirname(folder) === folder) return folders;
  }
}

/** An empty entry means the current folder, from where nothing is to be started unasked. */
function pathFolders({ path = '' }: Place): readonly string[] {
  return path.split(delimiter).filter((folder) => folder !== '');
}

function executableIn(folder: string, name: string): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  return names.map((each) => join(folder, each)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
