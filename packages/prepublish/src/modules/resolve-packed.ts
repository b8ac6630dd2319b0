import { posix } from 'node:path';
import type { TarballEntry } from '@cdev/package-tarball';

export type ResolutionMode = 'esm' | 'cjs' | 'types';

/** Where a relative request leads inside the package. */
export type PackedResolution =
  | { readonly path: string; readonly isExact: boolean }
  | {
      readonly missing: 'file' | 'case' | 'outside';
      /** The path that was looked for. */
      readonly wanted: string;
      /** A packed file that differs in letter case only. */
      readonly alike?: string;
    };

export interface PackedFiles {
  readonly has: (path: string) => boolean;
  readonly alike: (path: string) => string | undefined;
  readonly read: (path: string) => Buffer | undefined;
}

export function packedFiles(entries: ReadonlyMap<string, TarballEntry>): PackedFiles {
  let folded: Map<string, string> | undefined;
  return {
    has: (path) => entries.get(path)?.type === 'file',
    alike: (path) =>
      (folded ??= new Map([...entries.keys()].map((key) => [key.toLowerCase(), key]))).get(path.toLowerCase()),
    read: (path) => entries.get(path)?.data,
  };
}

/**
 * Resolves `./x` from a packed file. `isExact` is false where an extension or `/index` had to be added, which Node does for
 * `require` and not for `import`.
 */
export function resolvePacked(
  files: PackedFiles,
  { from, specifier, mode }: { readonly from: string; readonly specifier: string; readonly mode: ResolutionMode },
): PackedResolution {
  // Bundlers take `?raw` and `#fragment` off before they look.
  const plain = specifier.replace(/[?#].*$/, '');
  const wanted = posix.join(posix.dirname(from), plain).replace(/\/$/, '');
  if (wanted.startsWith('..')) return { missing: 'outside', wanted };
  const candidates = candidatesFor(wanted, mode, files);
  const found = candidates.find(files.has);
  if (found !== undefined) return { path: found, isExact: found === wanted || mode !== 'esm' };
  for (const candidate of candidates) {
    const alike = files.alike(candidate);
    if (alike !== undefined && files.has(alike)) return { missing: 'case', wanted, alike };
  }
  return { missing: 'file', wanted };
}

const runtimeEndings = ['.js', '.json', '.node', '.cjs', '.mjs', '.jsx', '.ts', '.tsx', '.mts', '.cts'];
const typeEndings = ['.d.ts', '.ts', '.tsx', '.d.mts', '.d.cts', '.mts', '.cts', '.js', '.json'];

function candidatesFor(wanted: string, mode: ResolutionMode, files: PackedFiles): string[] {
  const folder = wanted === '.' || wanted === '' ? '' : `${wanted}/`;
  const endings = mode === 'types' ? typeEndings : runtimeEndings;
  const named = mode === 'types' ? declarationsFor(wanted) : [wanted];
  return [
    ...named,
    ...endings.map((ending) => wanted + ending),
    ...mainOf(`${folder}package.json`, files).map((main) => posix.join(folder, main)),
    ...endings.map((ending) => `${folder}index${ending}`),
  ];
}

/** `./x.js` and `./x.ts` in a declaration file mean `x.d.ts`. */
function declarationsFor(wanted: string): string[] {
  const [, stem = '', kind = ''] = /^(.*)\.([cm]?)(?:[jt]s|[jt]sx)$/.exec(wanted) ?? [];
  if (stem !== '') return [`${stem}.d.${kind}ts`, `${stem}.${kind}ts`, `${stem}.tsx`, wanted];
  const [, bare, ending] = /^(.*)\.([\w-]+)$/.exec(wanted) ?? [];
  return bare === undefined ? [wanted] : [wanted, `${bare}.d.${ending}.ts`];
}

function mainOf(path: string, files: PackedFiles): string[] {
  const data = files.read(path);
  if (!data) return [];
  try {
    const { main, module, types, typings } = JSON.parse(data.toString('utf8')) as Record<string, unknown>;
    return [main, module, types, typings].flatMap((value) =>
      typeof value === 'string' ? [value, `${value}.js`, `${value}/index.js`] : [],
    );
  } catch {
    return [];
  }
}
