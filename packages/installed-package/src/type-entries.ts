import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from './import-entries.ts';
import type { InstalledPackage } from './installation.ts';

export interface TypeEntry {
  readonly entry: string;
  readonly specifier: string;
  /** Whether that kind of consumer is offered the entry at all. */
  readonly import: boolean;
  readonly require: boolean;
}

/**
 * The entries of a package that can have types. A package that says nowhere that it has declarations has none to try; in one that
 * has, an entry without them is a problem of its own.
 */
export function typeEntries(installed: InstalledPackage, entries: readonly Entry[]): TypeEntry[] {
  if (!hasDeclarations(installed)) return [];
  const { name, manifest } = installed;
  const typesOnly = manifest['exports'] === undefined && entries.length === 0;
  if (typesOnly) return [{ entry: '.', specifier: name, import: true, require: true }];
  return entries
    .filter(({ entry }) => !entry.endsWith('.json') && !entry.includes('*'))
    .map(({ entry, specifier, import: imported, require: required }) => ({
      entry,
      specifier,
      import: isOffered(imported),
      require: isOffered(required),
    }))
    .filter((entry) => entry.import || entry.require);
}

function isOffered({ skipped }: Entry['import']): boolean {
  return skipped === undefined || skipped.reason === 'it has types only';
}

function hasDeclarations({ manifest, folder }: InstalledPackage): boolean {
  const { types, typings, exports } = manifest;
  if (typeof types === 'string' || typeof typings === 'string') return true;
  if (JSON.stringify(exports ?? null).match(/"types|\.d\.[mc]?ts"/)) return true;
  return declarationFiles(manifest).some((file) => existsSync(join(folder, file)));
}

/** TypeScript looks for a declaration beside each file that an entry leads to. */
function declarationFiles({ main, exports }: Readonly<Record<string, unknown>>): string[] {
  const files = [typeof main === 'string' ? main : 'index.js', ...strings(exports)];
  return files.map((file) => file.replace(/\.([mc]?)js$/, '.d.$1ts').replace(/(^|\/)([^./]+)$/, '$1$2.d.ts'));
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
