import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ErrorDocumentation } from '@cdev/core/errors';
import type { CatalogueScript } from './script.ts';

type ScriptPackage = Pick<CatalogueScript, 'folder' | 'packageName'>;

/** The error table of one script, as `readErrorTables` has it. */
export async function readErrorTable(script: ScriptPackage): Promise<readonly ErrorDocumentation[]> {
  return [...(await readErrorTables([script])).values()];
}

/**
 * The errors that scripts can end with, by code: those that their packages export, core's, and those of the packages of this house that they are made on. A package that cannot be loaded (not
 * built, made for another Node) has none: who asks wants to know what errors mean, and knows most of them from elsewhere.
 * @param codes only these are asked for: what cannot have one of them is not loaded
 */
export async function readErrorTables(
  scripts: readonly ScriptPackage[],
  codes?: readonly string[],
): Promise<ReadonlyMap<string, ErrorDocumentation>> {
  if (codes?.length === 0) return new Map();
  const packages = packagesOf(scripts).filter(({ name, areas }) => mayHave(codes, name, areas));
  const tables = await Promise.all(packages.map(tableOf));
  return new Map(tables.flat().map((row) => [row.code, row]));
}

interface TablePackage {
  readonly folder: string;
  readonly name: string;
  /** `X` of codes `CDEV_E_X_…`; undefined where the package does not say. */
  readonly areas: readonly string[] | undefined;
}

/** The packages of the scripts, what they need of `@cdev`, and what these need; each once. */
function packagesOf(scripts: readonly ScriptPackage[]): readonly TablePackage[] {
  const found = new Map<string, TablePackage>();
  const open = scripts.map(({ folder, packageName }) => ({ folder, name: packageName }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder, name } = next;
    if (found.has(folder)) continue;
    const { areas, needs } = factsOf(folder);
    found.set(folder, { folder, name, areas });
    for (const needed of needs) {
      const place = placeOf(folder, needed);
      if (place !== undefined) open.push({ folder: place, name: needed });
    }
  }
  return [...found.values()];
}

function factsOf(folder: string): {
  readonly areas: readonly string[] | undefined;
  readonly needs: readonly string[];
} {
  try {
    const { dependencies, cdev } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Readonly<Record<string, string>>;
      cdev?: { errorArea?: unknown };
    };
    const area = cdev?.errorArea;
    const areas = typeof area === 'string' ? [area] : Array.isArray(area) ? area.map(String) : undefined;
    return { areas, needs: Object.keys(dependencies ?? {}).filter((name) => name.startsWith('@cdev/')) };
  } catch {
    return { areas: undefined, needs: [] };
  }
}

/** A package of the house without an area has no errors (checked); one of others may have any. */
function mayHave(codes: readonly string[] | undefined, name: string, areas: TablePackage['areas']): boolean {
  if (codes === undefined) return true;
  if (areas === undefined) return !name.startsWith('@cdev/');
  return areas.some((area) => codes.some((code) => code.startsWith(`CDEV_E_${area}_`)));
}

function placeOf(folder: string, name: string): string | undefined {
  try {
    return dirname(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

async function tableOf({ folder, name }: TablePackage): Promise<readonly ErrorDocumentation[]> {
  // Core has several rooms and no door to all.
  const entries = name === '@cdev/core' ? ['@cdev/core/cli', '@cdev/core/subprocess'] : [name];
  const tables = await Promise.all(entries.map((entry) => rowsBehind(folder, entry)));
  return tables.flat();
}

/** As the package itself would get it: a package finds itself by its own name. A table that lies beside the entry is read without all the rest. */
async function rowsBehind(folder: string, specifier: string): Promise<readonly ErrorDocumentation[]> {
  try {
    const entry = createRequire(join(folder, 'package.json')).resolve(specifier);
    const table = join(dirname(entry), `errors${extname(entry)}`);
    const rows = existsSync(table) ? await rowsIn(table) : [];
    return rows.length > 0 ? rows : await rowsIn(entry);
  } catch {
    return [];
  }
}

async function rowsIn(file: string): Promise<readonly ErrorDocumentation[]> {
  const exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  return Object.values(exported).flatMap(catalogueOf);
}

function catalogueOf(value: unknown): readonly ErrorDocumentation[] {
  const { catalogue } = (typeof value === 'object' && value !== null ? value : {}) as { catalogue?: unknown };
  return Array.isArray(catalogue)
    ? (catalogue as ErrorDocumentation[]).filter(({ code }) => typeof code === 'string')
    : [];
}
