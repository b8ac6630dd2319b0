import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of a package.json, what concerns its tests. */
export interface Manifest {
  readonly name?: unknown;
  readonly scripts?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** The manifest of a folder; undefined when there is none, or one that is no JSON object. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return parseManifest(await readFile(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

export function parseManifest(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a script; undefined when there is none, or only npm's word for "no tests". */
export function scriptOf({ scripts }: Manifest, name: string): string | undefined {
  const text = isRecord(scripts) ? scripts[name] : undefined;
  return typeof text === 'string' && !/no test specified/i.test(text) ? text : undefined;
}

/** Names of everything that the package depends on. */
export function dependenciesOf(manifest: Manifest): readonly string[] {
  const fields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  return fields.flatMap((field) => (isRecord(manifest[field]) ? Object.keys(manifest[field]) : []));
}

/** The text that stands under a name; undefined when there is none. */
export function textIn(record: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = record[name];
  return typeof value === 'string' ? value : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
