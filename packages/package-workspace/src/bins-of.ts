import { posix } from 'node:path';
import type { PackageManifest } from './package-workspace.ts';

/** Bin name -> path in the package, as npm links them: a single text is called like the package without its scope; paths stay inside. */
export function binsOf(manifest: PackageManifest): Readonly<Record<string, string>> {
  const { bin, name = '' } = manifest as { readonly bin?: unknown; readonly name?: string };
  const listed: readonly (readonly [string, unknown])[] =
    typeof bin === 'string' ? [[name, bin]] : Object.entries(Object(bin) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    listed.flatMap(([key, target]) => {
      const command = posix.basename(key.replaceAll('\\', '/'));
      return typeof target === 'string' && target !== '' && command !== '' ? [[command, insidePath(target)]] : [];
    }),
  );
}

function insidePath(target: string): string {
  return posix.join('/', target.replaceAll('\\', '/')).slice(1);
}
