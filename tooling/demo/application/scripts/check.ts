// Loads every module, so that a syntax error or an import of something that is not exported is found in a moment.
// What a module starts it starts only when it is the main one.
import { glob } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

let modules = 0;
for await (const file of glob('src/**/*.ts')) {
  await import(pathToFileURL(file).href);
  modules += 1;
}
if (modules === 0) throw new Error('No module was found: run this in the top folder of the project');
console.log(`${modules} modules load`);
