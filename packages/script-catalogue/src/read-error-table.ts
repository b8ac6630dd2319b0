import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ErrorDocumentation } from '@cdev/core/errors';
import type { CatalogueScript } from './script.ts';

/**
 * The error tables that a script can end with: those that its package exports, core's, and those of the packages of this house that it is made on. A package
 * that cannot be loaded (not built, made for another Node) has an empty one: who asks wants to know what errors mean, and knows most of them from elsewhere.
 */
export async function readErrorTable({
  folder,
  packageName,
}: Pick<CatalogueScript, 'folder' | 'packageName'>): Promise<readonly ErrorDocumentation[]> {
  const packages = [{ folder, name: packageName }, ...housePackages(folder)];
  const exported = await Promise.all([
    ...packages.map((each) => load(each.folder, each.name)),
    load(folder, '@cdev/core/cli'),
  ]);
  const rows = exported.flatMap((values) => Object.values(values).flatMap(catalogueOf));
  return [...new Map(rows.map((row) => [row.code, row])).values()];
}

interface HousePackage {
  readonly folder: string;
  readonly name: string;
}

/** What a package needs of `@cdev`, and what these need, without core. */
function housePackages(from: string): readonly HousePackage[] {
  const found = new Map<string, HousePackage>();
  const open = [from];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop())
    for (const name of houseNames(folder)) {
      const place = found.has(name) ? undefined : placeOf(folder, name);
      if (place === undefined) continue;
      found.set(name, { folder: place, name });
      open.push(place);
    }
  return [...found.values()];
}

function houseNames(folder: string): readonly string[] {
  try {
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Readonly<Record<string, string>>;
    };
    return Object.keys(dependencies).filter((name) => name.startsWith('@cdev/') && name !== '@cdev/core');
  } catch {
    return [];
  }
}

function placeOf(folder: string, name: string): string | undefined {
  try {
    return dirname(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

/** As the package itself would get it: a package finds itself by its own name. */
async function load(folder: string, specifier: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const resolved = createRequire(join(folder, 'package.json')).resolve(specifier);
    return (await import(pathToFileURL(resolved).href)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function catalogueOf(value: unknown): readonly ErrorDocumentation[] {
  const { catalogue } = (typeof value === 'object' && value !== null ? value : {}) as { catalogue?: unknown };
  return Array.isArray(catalogue)
    ? (catalogue as ErrorDocumentation[]).filter(({ code }) => typeof code === 'string')
    : [];
}
