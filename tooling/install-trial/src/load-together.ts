import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@cdev/core/subprocess';
import type { Installation } from '@cdev/installed-package';

interface Load {
  readonly name: string;
  /** Loads are made from there: what is found is what stands in its `node_modules`. */
  readonly folder: string;
  readonly specifier: string;
}

/**
 * Imports every entry of every package in one program and requires them in another, each from its own installation. What several
 * packages bring along is loaded once, where a program for each package would spend most of its time on it.
 * @returns the packages of which every entry gave something, both ways. Of the others this says nothing: they are to be tried alone.
 */
export async function loadTogether(
  folder: string,
  installations: ReadonlyMap<string, Installation>,
): Promise<ReadonlySet<string>> {
  const loads = [...installations].flatMap(([name, installation]) => loadsOf(name, installation));
  const [first] = installations.values();
  if (!first || loads.length === 0) return new Set();
  const place = await mkdtemp(join(folder, 'together-'));
  // An import is made from where the file stands that makes it.
  const loader = 'export const load = (specifier, options) => import(specifier, options);';
  const folders = new Set(loads.map((load) => load.folder));
  await Promise.all([...folders].map((each) => writeFile(join(each, 'load.mjs'), loader)));
  const loaded = await Promise.all(
    (['import', 'require'] as const).map(async (how) => {
      const [program, report] = [join(place, `${how}.mjs`), join(place, `${how}.ndjson`)];
      await writeFile(program, source(how, loads, report));
      await writeFile(report, '');
      const where = { cwd: place, env: first.trialEnv, isolatedEnv: true, timeLimit: 120_000, allowFailure: true };
      await run(process.execPath, [program], where);
      const lines = (await readFile(report, 'utf8')).split('\n').filter((line) => line !== '');
      return new Set(lines);
    }),
  );
  await rm(place, { recursive: true });
  const isLoaded = (load: Load): boolean => loaded.every((lines) => lines.has(lineOf(load)));
  const doubtful = new Set(loads.filter((load) => !isLoaded(load)).map(({ name }) => name));
  return new Set(loads.map(({ name }) => name).filter((name) => !doubtful.has(name)));
}

/** One for each entry of `exports`; none for a package that says in another way what it hands out. */
function loadsOf(name: string, { folder, packages }: Installation): Load[] {
  const exports = packages.find((each) => each.name === name)?.manifest['exports'];
  const entries = typeof exports === 'object' && exports !== null ? Object.keys(exports) : [];
  if (entries.some((entry) => !entry.startsWith('.') || entry.includes('*'))) return [];
  return entries.map((entry) => ({ name, folder, specifier: `${name}${entry.slice(1)}` }));
}

const lineOf = ({ name, specifier }: Load): string => `${name} ${specifier}`;

/** A program that writes a line for each load that gave something. */
function source(how: 'import' | 'require', loads: readonly Load[], report: string): string {
  const list = JSON.stringify(loads.map((load) => ({ ...load, line: lineOf(load) })));
  return `
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

for (const { folder, specifier, line } of ${list}) {
  try {
    const json = specifier.endsWith('.json');
    let loaded;
    if (${JSON.stringify(how)} === 'require') loaded = createRequire(folder + '/load.cjs')(specifier);
    else {
      const { load } = await import(pathToFileURL(folder + '/load.mjs'));
      loaded = await load(specifier, json ? { with: { type: 'json' } } : undefined);
    }
    if (Object.keys(loaded).length > 0) appendFileSync(${JSON.stringify(report)}, line + '\\n');
  } catch {}
}
process.exit(0);
`;
}
