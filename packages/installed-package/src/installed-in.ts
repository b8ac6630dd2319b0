import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstalledPackage } from './installation.ts';

/** What a project's `node_modules` has of the packages that were asked for. */
export async function installedIn(folder: string, specs: readonly string[]): Promise<InstalledPackage[]> {
  const names = specs.map((spec) => spec.replace(/(?<=.)@.*$/, ''));
  return Promise.all(
    [...new Set(names)].map(async (name) => {
      const place = await realpath(join(folder, 'node_modules', name));
      const manifest = JSON.parse(await readFile(join(place, 'package.json'), 'utf8')) as Record<string, unknown>;
      return { name, version: String(manifest['version']), folder: place, manifest };
    }),
  );
}
