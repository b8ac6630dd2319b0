import { posix } from 'node:path';

/** The files there are, asked the way module resolution asks. */
export interface Tree {
  readonly has: (path: string) => boolean;
  /** The file that a specifier without or with extension means: itself, with an extension, or a folder's index. */
  readonly file: (path: string, importer: string) => string | undefined;
  /** The path that a specifier means which starts with a dot: of a file without or with extension, or of a folder. Undefined for one outside. */
  readonly relative: (from: string, specifier: string) => string | undefined;
}

const typescriptFirst = [
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.d.ts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.json',
  '.vue',
  '.svelte',
];
const javascriptFirst = [
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.d.ts',
  '.json',
  '.vue',
  '.svelte',
];
/** TypeScript names the file that will be there after compiling. */
const written: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts', '.jsx'],
  '.jsx': ['.tsx', '.d.ts'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

/** Whose specifiers mean JavaScript before TypeScript. */
export function isJavascript(importer: string): boolean {
  return /\.[cm]?jsx?$/.test(importer);
}

export function createTree(paths: readonly string[]): Tree {
  const there = new Set(paths);
  // Most paths that are asked for have one ending or none that is there.
  const stems = stemsOf(paths);
  // The same file is imported from many places.
  const [byTypescript, byJavascript] = [new Map<string, string | undefined>(), new Map<string, string | undefined>()];

  function file(path: string, importer: string): string | undefined {
    const isScript = isJavascript(importer);
    const known = isScript ? byJavascript : byTypescript;
    const before = known.get(path);
    if (before !== undefined || known.has(path)) return before;
    const found = look(path, isScript ? javascriptFirst : typescriptFirst);
    known.set(path, found);
    return found;
  }

  function look(path: string, extensions: readonly string[]): string | undefined {
    const plain = path.endsWith('/') ? path.slice(0, -1) : path;
    if (plain === path && plain !== '') {
      if (there.has(plain)) return plain;
      const extension = /\.[cm]?jsx?$/.exec(plain)?.[0];
      const found =
        (extension !== undefined && withOne(plain.slice(0, -extension.length), written[extension] ?? [])) ||
        withOne(plain, extensions);
      if (found !== undefined) return found;
    }
    return withOne(plain === '' ? 'index' : `${plain}/index`, extensions);
  }

  function withOne(stem: string, extensions: readonly string[]): string | undefined {
    if (!stems.has(stem)) return undefined;
    const extension = extensions.find((each) => there.has(stem + each));
    return extension === undefined ? undefined : stem + extension;
  }

  return {
    has: (path) => there.has(path),
    file,
    relative: (from, specifier) => {
      const path = joined(from, specifier);
      if (path === '..' || path.startsWith('../')) return undefined;
      return path === '.' || path === './' ? '' : path;
    },
  };
}

/** Where a specifier leads from a file, as `posix.join` says; without its walk over every character for specifiers as nearly all are written. */
function joined(from: string, specifier: string): string {
  let end = from.lastIndexOf('/');
  let start = specifier.startsWith('./') ? 2 : 0;
  while (specifier.startsWith('../', start) && end > 0) {
    end = from.lastIndexOf('/', end - 1);
    start += 3;
  }
  const rest = specifier.slice(start);
  if (rest === '' || rest.startsWith('.') || /\/\.|\/\//.test(rest)) return posix.join(posix.dirname(from), specifier);
  return end > 0 ? `${from.slice(0, end)}/${rest}` : rest;
}

function stemsOf(paths: readonly string[]): ReadonlySet<string> {
  const stems = new Set<string>();
  for (const path of paths) {
    const dot = path.lastIndexOf('.');
    if (dot <= path.lastIndexOf('/')) continue;
    stems.add(path.slice(0, dot));
    if (path.endsWith('.d', dot)) stems.add(path.slice(0, dot - 2));
  }
  return stems;
}
