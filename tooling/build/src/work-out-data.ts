import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'rolldown';
import { filesBelow } from './files-below.ts';

const ending = /-at-build\.ts$/;

/**
 * Replaces a module `*-at-build.ts`, whose exports are data, by what they are: nothing of it is worked out at the start of a command line.
 * A function among them puts bytes into the array that it is given, and returns how many; they stand in a file of their own, which is read straight into that array
 * when it is called.
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

/** Bytes that one function may give. */
const mostBytes = 1 << 26;

/** @param keep puts bytes into a file of about that name and gives the expression of its address */
async function dataOf(file: string, keep: (name: string, bytes: Uint8Array) => string): Promise<string> {
  const exported = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  let reading = '';
  const lines = Object.entries(exported).map(([name, value]) => {
    if (typeof value !== 'function') return `export const ${name} = ${JSON.stringify(value)};\n`;
    reading = readInto;
    const given = new Uint8Array(mostBytes);
    const bytes = given.slice(0, (value as (into: Uint8Array) => number)(given));
    const address = keep(`${basename(file, '.ts')}.${name}.bin`, bytes);
    return `export const ${name} = (into) => readInto(into, ${address}, ${bytes.length});\n`;
  });
  return `${reading}${lines.join('')}`;
}

const readInto = `import { closeSync, openSync, readSync } from 'node:fs';
function readInto(into, address, length) {
  const file = openSync(address);
  try {
    let read = 0;
    for (let count = 1; read < length && count > 0; read += count) count = readSync(file, into, read, length - read, read);
    if (read !== length) throw new RangeError(\`\${address.pathname} is not whole: install the package again\`);
    return read;
  } finally {
    closeSync(file);
  }
}
`;
