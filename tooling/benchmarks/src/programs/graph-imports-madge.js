// The same with madge: graph-imports-madge.js <folder that has madge in its node_modules> <folder>.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { peakMemory } from './peak-memory.js';

const [installed = '.', folder = '.'] = process.argv.slice(2);
const madge = createRequire(join(installed, 'package.json'))('madge');
const result = await madge(folder, {
  baseDir: folder,
  fileExtensions: ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'],
  excludeRegExp: [/node_modules/, /(?:^|\/)dist\//],
  detectiveOptions: { ts: { skipTypeImports: false }, es6: { mixedImports: true } },
});
for (const [from, imports] of Object.entries(result.obj()))
  process.stdout.write(imports.map((to) => `${from} -> ${to}\n`).join(''));
process.stderr.write(`${peakMemory()}\n`);
