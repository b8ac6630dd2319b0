import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export interface Plugin {
  /** `cdev <name>` starts it. */
  readonly name: string;
  /** Its executable. */
  readonly file: string;
  readonly from: 'project' | 'PATH';
}

interface Place {
  readonly cwd: string;
  readonly path: string | undefined;
}

/** The executable `cdev-<name>`: of the project at `cwd` or a folder above it, else on the PATH, as git and gh find theirs. */
export function findPlugin(name: string, place: Place): Plugin | undefined {
  // A word with a slash or a dot in front would lead out of the folders that are looked into.
  if (!/^[a-z0-9][\w-]*$/i.test(name)) return undefined;
  for (const { folder, from } of pluginFolders(place)) {
    const file = executableIn(folder, `cdev-${name}`);
    if (file !== undefined) return { name, file, from };
  }
  return undefined;
}

/** All that can be started so; of two with one name the one that would be. */
export function listPlugins(place: Place): readonly Plugin[] {
  const found = new Map<string, Plugin>();
  for (const { folder, from } of pluginFolders(place))
    for (const entry of entriesOf(folder)) {
      const name = /^cdev-([a-z0-9][\w-]*?)(?:\.(?:exe|cmd))?$/i.exec(entry)?.[1];
      const file = name === undefined || found.has(name) ? undefined : executableIn(folder, `cdev-${name}`);
      if (name !== undefined && file !== undefined) found.set(name, { name, file, from });
    }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

function pluginFolders({ cwd, path = '' }: Place): readonly { folder: string; from: Plugin['from'] }[] {
  const folders: { folder: string; from: Plugin['from'] }[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push({ folder: join(folder, 'node_modules/.bin'), from: 'project' });
    if (dirname(folder) === folder) break;
  }
  // An empty entry means the current folder, from where nothing is to be started unasked.
  return [
    ...folders,
    ...path
      .split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => ({ folder, from: 'PATH' as const })),
  ];
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
