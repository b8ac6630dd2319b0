// The same with dependency-cruiser: graph-imports-cruiser.js <folder that has it in its node_modules> <folder>.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { peakMemory } from './peak-memory.js';

const [installed = '.', folder = '.'] = process.argv.slice(2);
// It has no form that `require.resolve` would find.
const { default: cruise, cruise: named } = await import(
  pathToFileURL(join(installed, 'node_modules/dependency-cruiser/src/main/index.mjs')).href
);
process.chdir(folder);
const { output } = await (named ?? cruise)(['.'], {
  exclude: { path: '(^|/)(node_modules|dist)/' },
  doNotFollow: { path: 'node_modules' },
  tsPreCompilationDeps: true,
});
for (const { source, dependencies } of output.modules)
  process.stdout.write(dependencies.map(({ resolved }) => `${source} -> ${resolved}\n`).join(''));
process.stderr.write(`${peakMemory()}\n`);
