import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build needs to know of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly cdev?: { readonly deprecation?: object };
  readonly dependencies?: Readonly<Record<string, string>>;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
