import { posix } from 'node:path';
import type { TarballEntry } from '@cdev/package-tarball';

export type ModuleFormat = 'esm' | 'cjs';

/** How Node reads a packed file: by its extension, else by the `type` of the nearest package.json. */
export function moduleFormat(path: string, typeOf: (folder: string) => ModuleFormat): ModuleFormat {
  if (/\.m[jt]s$/.test(path)) return 'esm';
  if (/\.c[jt]s$/.test(path)) return 'cjs';
  return typeOf(posix.dirname(path));
}

/** The `type` that holds in a folder of the package; packages within the package may have their own. */
export function folderTypes(entries: ReadonlyMap<string, TarballEntry>): (folder: string) => ModuleFormat {
  const known = new Map<string, ModuleFormat>();
  const typeOf = (folder: string): ModuleFormat => {
    const cached = known.get(folder);
    if (cached) return cached;
    const manifest = entries.get(folder === '.' ? 'package.json' : `${folder}/package.json`);
    const type = manifest ? typeIn(manifest.data) : folder === '.' ? 'cjs' : typeOf(posix.dirname(folder));
    known.set(folder, type);
    return type;
  };
  return typeOf;
}

function typeIn(data: Buffer): ModuleFormat {
  try {
    return (JSON.parse(data.toString('utf8')) as { type?: unknown }).type === 'module' ? 'esm' : 'cjs';
  } catch {
    return 'cjs';
  }
}
