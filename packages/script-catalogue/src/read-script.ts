import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueScript } from './script.ts';
import { smokeRefusal, type SmokeExample } from './smoke/smoke-example.ts';

type Manifest = Readonly<Record<string, unknown>>;

const kinds: readonly unknown[] = ['script', 'front'];

/** The script of a package folder; undefined when there is none: no `cdev` record of a script, no bin, no manifest that can be read. */
export function readScript(folder: string): CatalogueScript | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
  return isObject(manifest) ? scriptOf(folder, manifest) : undefined;
}

/** The script that a manifest describes, wherever it comes from; undefined when it is none. @param folder of the package, which the bin is looked for in */
export function scriptOf(folder: string, manifest: Manifest): CatalogueScript | undefined {
  const { cdev, name, version, description, bin } = manifest;
  if (!isObject(cdev) || typeof name !== 'string' || typeof version !== 'string') return undefined;
  // A package of others need not know our kinds: a bin and a record are enough.
  if (cdev['kind'] !== undefined && !kinds.includes(cdev['kind'])) return undefined;
  const [binName, file] = binOf(name, bin) ?? [];
  if (binName === undefined || file === undefined) return undefined;
  const { smoke, ...metadata } = cdev;
  return {
    name: name.replace(/^@[^/]+\//, '').replace(/^cdev-/, ''),
    packageName: name,
    version,
    description: typeof description === 'string' ? description : '',
    folder,
    binName,
    bin: join(folder, file),
    metadata: { ...metadata, ...exampleOf(smoke) },
    manifest,
  };
}

/** One that cannot be used is none, and why is kept for whoever wants to try the script. */
function exampleOf(smoke: unknown): { readonly smoke?: SmokeExample; readonly smokeRefusal?: string } {
  if (smoke === undefined) return {};
  const refusal = smokeRefusal(smoke);
  return refusal === undefined ? { smoke: smoke as SmokeExample } : { smokeRefusal: refusal };
}

/** npm's rule: a bin that is a text is named after the package. Of several, the one named for us. */
function binOf(name: string, bin: unknown): readonly [string, string] | undefined {
  if (typeof bin === 'string') return [name.replace(/^@[^/]+\//, ''), bin];
  if (!isObject(bin)) return undefined;
  const all = Object.entries(bin).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return all.find(([word]) => word === 'cdev' || word.startsWith('cdev-')) ?? all[0];
}

function isObject(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
