import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'rolldown';
import { filesBelow } from './files-below.ts';

const ending = /-at-build\.ts$/;

/**
 * Replaces a module `*-at-build.ts`, whose exports are data, by what they are: nothing of it is worked out at the start of a command line.
 * A function among them gives bytes; they stand in a file of their own, which is read when it is called.
 */
export function workOutData(): Plugin {
  return {
    name: 'work-out-data',
    load: {
      filter: { id: ending },
      async handler(id) {
        return dataOf(id, (name, source) => {
          const file = this.emitFile({ type: 'asset', name, source });
          return `new URL(import.meta.ROLLUP_FILE_URL_${file})`;
        });
      },
    },
  };
}

/**
 * The same for whoever imports the package: what the compiler made of such modules is replaced in `dist`.
 * @returns the files written beside them, relative to `dist`
 */
export async function writeData(folder: string): Promise<string[]> {
  const written: string[] = [];
  for (const file of filesBelow(join(folder, 'src')).filter((each) => ending.test(each))) {
    const source = await dataOf(join(folder, 'src', file), (name, bytes) => {
      const beside = join(dirname(file), name);
      writeFileSync(join(folder, 'dist', beside), bytes);
      written.push(beside);
      return `new URL(${JSON.stringify(`./${name}`)}, import.meta.url)`;
    });
    writeFileSync(join(folder, 'dist', file.replace(/\.ts$/, '.js')), source);
  }
  return written;
}

/** @param keep puts bytes into a file of about that name and gives the expression of its address */
async function dataOf(file: string, keep: (name: string, bytes: Uint8Array) => string): Promise<string> {
  const exported = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  let needsReading = false;
  const lines = Object.entries(exported).map(([name, value]) => {
    if (typeof value !== 'function') return `export const ${name} = ${JSON.stringify(value)};\n`;
    needsReading = true;
    const address = keep(`${basename(file, '.ts')}.${name}.bin`, (value as () => Uint8Array)());
    return `export const ${name} = () => readFileSync(${address});\n`;
  });
  return `${needsReading ? "import { readFileSync } from 'node:fs';\n" : ''}${lines.join('')}`;
}
