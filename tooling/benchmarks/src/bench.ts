// pnpm bench: lists the runners. pnpm bench <name> […]: runs one; with --record its figures go into README.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { alignColumns } from '@cdev/core/cli';
import { markdownTable, replacePart } from '@cdev/repo-check';
import type { Benchmark, Figures } from './frame/benchmark.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const readmeFile = fileURLToPath(new URL('../README.md', import.meta.url));
const [name, ...rest] = process.argv.slice(2);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (name === undefined) await list();
else if (runners().includes(name)) await run(name);
else {
  process.stderr.write(`There is no runner "${name}"; there are: ${runners().join(', ')}\n`);
  process.exitCode = 2;
}

function runners(): string[] {
  return readdirSync(here)
    .filter((file) => file.endsWith('.ts') && file !== 'bench.ts')
    .map((file) => file.replace(/\.ts$/, ''))
    .toSorted();
}

async function load(runner: string): Promise<Benchmark> {
  const { benchmark } = (await import(pathToFileURL(join(here, `${runner}.ts`)).href)) as { benchmark: Benchmark };
  return benchmark;
}

async function list(): Promise<void> {
  const rows = await Promise.all(
    runners().map(async (runner) => [`pnpm bench ${runner}`, (await load(runner)).summary]),
  );
  say(alignColumns(rows).join('\n'));
}

async function run(runner: string): Promise<void> {
  const { bar, run: start } = await load(runner);
  const args = rest.filter((word) => word !== '--record');
  const figures = await start({ root, args, note: (text) => void process.stderr.write(`${text}\n`) });
  say(alignColumns([figures.head, ...figures.rows]).join('\n'));
  for (const note of figures.notes ?? []) say(note);
  say(`Bar: ${bar}${figures.isMet === undefined ? '' : figures.isMet ? ' (met)' : ' (not met)'}`);
  if (rest.includes('--record')) record(runner, args, figures);
  if (figures.isMet === false) process.exitCode = 1;
}

/** Figures without the command, the date and the machine they come from are worth nothing. */
function record(runner: string, args: readonly string[], { head, rows, notes = [], shownArgs = args }: Figures): void {
  const [model = 'unknown processor'] = cpus().map((cpu) => cpu.model.trim());
  const origin = `\`${['pnpm bench', runner, ...shownArgs.map((arg) => arg || "''")].join(' ')}\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${availableParallelism()} × ${model}.`;
  const body = [origin, markdownTable(head, rows), ...notes].join('\n\n');
  const text = replacePart(readFileSync(readmeFile, 'utf8'), `figures ${runner}`, body);
  if (text === undefined) throw new Error(`README.md has no part <!-- figures ${runner} -->`);
  writeFileSync(readmeFile, text);
  say(`Recorded in ${readmeFile}`);
}
