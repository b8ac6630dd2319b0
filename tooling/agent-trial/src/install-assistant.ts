import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@cdev/core/subprocess';
import type { Assistant } from './assistants.ts';

export interface Installed {
  /** The folder of the program. */
  readonly bins: string;
  /** As the program says it. */
  readonly version: string;
}

/** There is no program to lead through the trial, and why. */
export interface NotInstalled {
  readonly missing: string;
}

export interface InstallOptions {
  /** Where programs are kept between trials: `<cache>/<name>@<version>`. */
  readonly cache: string;
  /** CDEV_AGENTS: a folder with those that are installed as `<folder>/<name>`, of whatever version. Nothing is installed then. */
  readonly given: string | undefined;
  /** Before the minutes that npm takes. */
  readonly tell: (line: string) => void;
}

/** The program of an assistant: one that was installed before, else from npm, once. It counts as there only when it starts. */
export async function installAssistant(
  { name, package: wanted, version }: Pick<Assistant, 'name' | 'package' | 'version'>,
  { cache, given, tell }: InstallOptions,
): Promise<Installed | NotInstalled> {
  const folder = given === undefined ? join(cache, `${name}@${version}`) : join(given, name);
  const bins = join(folder, 'node_modules', '.bin');
  if (existsSync(join(bins, name))) return start({ name, bins });
  if (given !== undefined) return { missing: `CDEV_AGENTS names ${given}, and there is no ${join(bins, name)}` };
  tell(`installing ${wanted}@${version} into ${folder}, once`);
  const problem = await fetchPackage(folder, `${wanted}@${version}`);
  const outcome = problem === undefined ? await start({ name, bins }) : { missing: problem };
  // Nothing half-made is left to be taken for an installed program.
  if ('missing' in outcome) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return outcome;
}

async function start({ name, bins }: { name: string; bins: string }): Promise<Installed | NotInstalled> {
  const options = { cwd: bins, allowFailure: true, timeLimit: 60_000 };
  const started = await run(join(bins, name), ['--version'], options).catch((error: Error) => error);
  if (started instanceof Error) return { missing: `${name} does not start: ${started.message}` };
  if (started.exitCode !== 0)
    return { missing: `${name} --version ends with ${started.exitCode}: ${lastLine(started.stderr)}` };
  return { bins, version: lastLine(started.stdout) };
}

/** @returns what npm says when it cannot. */
async function fetchPackage(folder: string, spec: string): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-audit', '--no-fund', '--save-exact', spec];
  const ended = await run('npm', args, { cwd: folder, allowFailure: true, timeLimit: 600_000 }).catch(
    (error: Error) => error,
  );
  if (!(ended instanceof Error) && ended.exitCode === 0) return undefined;
  if (ended instanceof Error) return `npm cannot be started: ${ended.message}`;
  const said = ended.stderr
    .split('\n')
    .filter((line) => /^npm (?:error|ERR!) /.test(line) && !line.includes('complete log'));
  return `npm cannot install ${spec}: ${said.slice(0, 2).join('; ') || `exit ${ended.exitCode}`}`;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
