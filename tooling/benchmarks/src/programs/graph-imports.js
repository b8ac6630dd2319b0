// Prints the import edges of a folder: graph-imports.js <folder>. One `from -> to` a line; peak memory in MB on stderr.
import { enableCompileCache } from 'node:module';

async function printGraph(folder = '.') {
  const { prepareForOneAnswer } = await import('@cdev/code-graph/one-answer');
  prepareForOneAnswer(process.env);
  const { importGraph, readInventory } = await import('@cdev/code-graph');
  const { edges } = await importGraph(await readInventory(folder));
  process.stdout.write(edges.map(({ from, to }) => `${from} -> ${to}\n`).join(''));
  process.stderr.write(`${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
}

enableCompileCache();
void printGraph(process.argv[2]);
