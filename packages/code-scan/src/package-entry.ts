import { posix } from 'node:path';

type Read = (path: string) => Promise<string | undefined>;

/** Only what can run commands or code is told more loudly where everybody calls it: for the rest nothing is read. */
const runs = /child_process|execa|shelljs|cross-spawn|node-cmd|\beval\b|\bFunction\(|['"`](node:)?vm['"`]/;

/**
 * Answers whether a file is what a package shows: named by `main`, `module` or `exports` of the nearest package.json, which is not private. All paths from
 * the root, with `/`.
 */
export function entryReader(read: Read): (path: string, text: string) => Promise<boolean> {
  const known = new Map<string, Promise<ReadonlySet<string>>>();
  const entriesOf = (folder: string): Promise<ReadonlySet<string>> => {
    const found = known.get(folder) ?? nearest(folder);
    known.set(folder, found);
    return found;
  };
  const nearest = async (folder: string): Promise<ReadonlySet<string>> => {
    const manifest = await read(posix.join(folder, 'package.json'));
    if (manifest !== undefined) return entriesIn(folder, manifest);
    return folder === '.' ? new Set() : entriesOf(posix.dirname(folder));
  };
  return async (path, text) => runs.test(text) && (await entriesOf(posix.dirname(path))).has(path);
}

function entriesIn(folder: string, text: string): ReadonlySet<string> {
  const manifest = fieldsOf(text);
  if (manifest['private'] === true || typeof manifest['name'] !== 'string') return new Set();
  const named = [manifest['main'] ?? 'index.js', manifest['module'], manifest['exports']].flatMap(pathsIn);
  return new Set(
    named.flatMap((path) => {
      const file = posix.join(folder, path);
      return [file, `${file}.js`, posix.join(file, 'index.js')];
    }),
  );
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
