import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { addedPlaces } from '@cdev/added-script/place';

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

export interface Place {
  readonly cwd: string;
  readonly path: string | undefined;
  /** `~/.cdev`. */
  readonly home: string;
}

/** The executable `cdev-<name>` of the project at `cwd` or a folder above it, else what was added under that name, else one on the PATH, as git and gh find theirs. */
export async function findPlugin(name: string, place: Place): Promise<Plugin | undefined> {
  // A word with a slash or a dot in front would lead out of the folders that are looked into.
  if (!/^[a-z0-9][\w-]*$/i.test(name)) return undefined;
  const find = (folders: readonly string[], from: Plugin['from']): Plugin | undefined => {
    const file = folders.map((folder) => executableIn(folder, `cdev-${name}`)).find((each) => each !== undefined);
    return file === undefined ? undefined : { name, file, from };
  };
  const own = find(projectFolders(place), 'project');
  if (own) return own;
  return (await findAdded(name, place)) ?? find(pathFolders(place), 'PATH');
}

/** What reads locks takes longer to load than all the rest, so it is loaded only where there is one. */
async function findAdded(name: string, place: Place): Promise<Plugin | undefined> {
  if (!hasLock(place)) return undefined;
  const { findAddedPlugin } = await import('./added-plugin.ts');
  return findAddedPlugin(name, place);
}

/** Whether anything was added here at all. */
export function hasLock(place: Place): boolean {
  return addedPlaces(place).some(({ lock }) => existsSync(lock));
}

export function projectFolders({ cwd }: Place): readonly string[] {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules/.bin'));
    if (dirname(folder) === folder) return folders;
  }
}

/** An empty entry means the current folder, from where nothing is to be started unasked. */
export function pathFolders({ path = '' }: Place): readonly string[] {
  return path.split(delimiter).filter((folder) => folder !== '');
}

export function executableIn(folder: string, name: string): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  return names.map((each) => join(folder, each)).find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

export function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
