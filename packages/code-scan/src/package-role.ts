import { posix } from 'node:path';

type Read = (path: string) => Promise<string | undefined>;

/** Only what can run commands or code is told more loudly where everybody calls it: for the rest nothing is read. */
const runs = /child_process|execa|shelljs|cross-spawn|node-cmd|\beval\b|\bFunction\(|['"`](node:)?vm['"`]/;

/** What a file is to others. */
export interface PackageRole {
  /** It is what a package shows: named by `main`, `module` or `exports` of the nearest package.json, which is not private. */
  readonly isEntry: boolean;
  /** Nobody installs its package to call it: it is private, a program for Electron, or has a `bin` and no entry. */
  readonly isProgram: boolean;
}

interface Package {
  readonly entries: ReadonlySet<string>;
  readonly isProgram: boolean;
}

const none: Package = { entries: new Set(), isProgram: false };

/** Answers what a file is to others. All paths from the root, with `/`. */
export function roleReader(read: Read): (path: string, text: string) => Promise<PackageRole> {
  const known = new Map<string, Promise<Package>>();
  const packageOf = (folder: string): Promise<Package> => {
    const found = known.get(folder) ?? nearest(folder);
    known.set(folder, found);
    return found;
  };
  const nearest = async (folder: string): Promise<Package> => {
    const manifest = await read(posix.join(folder, 'package.json'));
    if (manifest !== undefined) return packageIn(folder, manifest, read);
    return folder === '.' ? none : packageOf(posix.dirname(folder));
  };
  return async (path, text) => {
    const { entries, isProgram } = runs.test(text) ? await packageOf(posix.dirname(path)) : none;
    return { isEntry: entries.has(path), isProgram };
  };
}

async function packageIn(folder: string, text: string, read: Read): Promise<Package> {
  const manifest = fieldsOf(text);
  const isProgram =
    manifest['private'] === true || [manifest['dependencies'], manifest['devDependencies']].some(hasElectron);
  if (isProgram || typeof manifest['name'] !== 'string') return { ...none, isProgram };
  const named = [manifest['main'] ?? 'index.js', manifest['module'], manifest['exports']].flatMap(pathsIn);
  const entries = named.flatMap((path) => {
    const file = posix.join(folder, path);
    return [file, `${file}.js`, posix.join(file, 'index.js')];
  });
  // `main` of a program is often what `npm init` wrote, and no file.
  const isShown =
    manifest['bin'] === undefined ||
    manifest['exports'] !== undefined ||
    (await Promise.all(entries.map(read))).some((each) => each !== undefined);
  return { entries: new Set(entries), isProgram: !isShown };
}

function hasElectron(dependencies: unknown): boolean {
  return typeof dependencies === 'object' && dependencies !== null && 'electron' in dependencies;
}

function pathsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
