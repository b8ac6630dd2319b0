// Prints the import edges of a folder: graph-imports.js <folder>. One `from -> to` a line; peak memory in MB on stderr.
import { writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { peakMemory } from './peak-memory.js';

async function printGraph(folder = '.') {
  const { prepareForOneAnswer } = await import('@cdev/code-graph/one-answer');
  prepareForOneAnswer(process.env);
  const { importGraph, readInventory } = await import('@cdev/code-graph');
  const { edges } = await importGraph(await readInventory(folder));
  // Without a stream and without taking the process apart, as the bins print and end.
  writeFileSync(1, edges.map(({ from, to }) => `${from} -> ${to}\n`).join(''));
  writeFileSync(2, `${peakMemory()}\n`);
  process.once('exit', () => process.exit());
}

enableCompileCache();
void printGraph(process.argv[2]);
