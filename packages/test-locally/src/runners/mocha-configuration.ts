import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@cdev/core/subprocess';
import { isRecord, readManifest } from '../project/manifest.ts';
import { parseJson } from './result-file.ts';
import type { RunnerCall } from './runner.ts';

type Configuration = Readonly<Record<string, unknown>>;

const files = [
  '.mocharc.js',
  '.mocharc.cjs',
  '.mocharc.mjs',
  '.mocharc.yaml',
  '.mocharc.yml',
  '.mocharc.jsonc',
  '.mocharc.json',
];
const known = new Map<string, Promise<Configuration>>();

/** What mocha would read in the package's folder: `.mocharc.*` over `package.json#mocha`. Read once in a run. */
export function readMochaConfiguration({ folder, args }: RunnerCall): Promise<Configuration> {
  const at = args.findIndex((word) => word === '--config' || word.startsWith('--config='));
  const given = at === -1 ? undefined : args[at]?.includes('=') ? args[at]?.slice('--config='.length) : args[at + 1];
  const key = `${folder}\0${given ?? ''}`;
  const before = known.get(key);
  if (before) return before;
  const found = read(folder, given);
  known.set(key, found);
  return found;
}

async function read(folder: string, given: string | undefined): Promise<Configuration> {
  const manifest = await readManifest(folder);
  const own = isRecord(manifest?.['mocha']) ? manifest['mocha'] : {};
  const name = given ?? files.find((candidate) => existsSync(join(folder, candidate)));
  return name === undefined ? own : { ...own, ...(await readOne(join(folder, name), folder)) };
}

async function readOne(file: string, folder: string): Promise<Configuration> {
  const content = /\.[cm]?js$/.test(file) ? await evaluate(file, folder) : await parse(file);
  return isRecord(content) ? content : {};
}

async function parse(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => '');
  // YAML is a superset of JSON, and comments of jsonc are the only thing it does not read.
  const { parse: parseYaml } = await import('yaml');
  try {
    return parseYaml(text.replaceAll(/^\s*\/\/.*$/gm, ''));
  } catch {
    return undefined;
  }
}

/** Configuration that is a program runs where it would, in a process of its own. */
async function evaluate(file: string, folder: string): Promise<unknown> {
  const program = `import(require('node:url').pathToFileURL(process.argv[1]).href).then((m) => console.log(JSON.stringify(m.default ?? m)))`;
  const { stdout } = await run('node', ['-e', program, file], { cwd: folder, allowFailure: true, timeLimit: 20_000 });
  return parseJson(stdout);
}
