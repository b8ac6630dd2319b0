import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'rolldown';
import { filesBelow } from './files-below.ts';

const ending = /-at-build\.ts$/;

/** Replaces a module `*-at-build.ts`, whose exports are data, by what they are: nothing of it is worked out at the start of a command line. */
export function workOutData(): Plugin {
  return { name: 'work-out-data', load: { filter: { id: ending }, handler: async (id) => dataOf(id) } };
}

/** The same for whoever imports the package: what the compiler made of such modules is replaced in `dist`. */
export async function writeData(folder: string): Promise<void> {
  const files = filesBelow(join(folder, 'src')).filter((file) => ending.test(file));
  for (const file of files)
    writeFileSync(join(folder, 'dist', file.replace(/\.ts$/, '.js')), await dataOf(join(folder, 'src', file)));
}

async function dataOf(file: string): Promise<string> {
  const exported = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  return Object.entries(exported)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
    .join('');
}
