import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const house = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder of `@cdev/<name>` in this repository. */
export function findPackage(name: string): string {
  const folder = ['packages', 'tooling']
    .map((parent) => join(house, parent, name))
    .find((candidate) => existsSync(join(candidate, 'package.json')));
  if (folder === undefined) throw new Error(`There is no package @cdev/${name}`);
  return folder;
}
