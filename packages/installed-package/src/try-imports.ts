import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findInstalled } from './find-installed.ts';
import { entriesOf, type Entry, type ImportHow } from './import-entries.ts';
import { runnerSource, type RunnerLine } from './import-runner.ts';
import type { Installation, TrialOptions } from './installation.ts';
import { startProgram } from './start-program.ts';

/**
 * - `ok`: it loaded.
 * - `failed`: it did not, for the reason given.
 * - `not offered`: the manifest has no such way in, such as `require` of a package that exports `import` only.
 * - `not run`: it is not something that Node loads (types, a style sheet), or there are too many files behind a pattern.
 */
export type ImportOutcome = 'ok' | 'failed' | 'not offered' | 'not run';

export interface ImportTrial {
  /** The key in `exports`: `.`, `./sub`. */
  readonly entry: string;
  /** What a user writes: `name/sub`. */
  readonly specifier: string;
  /** No entry of its own leads to it, but a pattern such as `./lib/*`. */
  readonly isByPattern: boolean;
  readonly how: ImportHow;
  readonly outcome: ImportOutcome;
  /** Node's code for a failure, such as `ERR_MODULE_NOT_FOUND`. */
  readonly code: string | undefined;
  /** Node's own words; empty for `ok`. */
  readonly reason: string;
  /** What it exports, sorted; of `require` the keys of what it returns. */
  readonly names: readonly string[];
  /** Milliseconds. */
  readonly duration: number;
}

/**
 * Imports and requires every export entry of an installed package in real Node, from a file of the scratch project. Entries of one
 * kind share a process; one that ends or hangs it is found, and the others go on in a new one.
 * @throws CDEV_E_INSTALL_NOT_INSTALLED
 */
export async function tryImports(
  installation: Installation,
  name: string,
  options: TrialOptions = {},
): Promise<ImportTrial[]> {
  const entries = await entriesOf(findInstalled(installation, name));
  const trials = await Promise.all(
    (['import', 'require'] as const).map((how) => tryAll(installation, entries, { how, name, ...options })),
  );
  return trials.flat();
}

interface Trying extends TrialOptions {
  readonly how: ImportHow;
  readonly name: string;
}

async function tryAll(installation: Installation, entries: readonly Entry[], trying: Trying): Promise<ImportTrial[]> {
  const { how } = trying;
  const trials = new Map<Entry, ImportTrial>();
  for (const entry of entries) {
    const { skipped } = entry[how];
    if (skipped) trials.set(entry, trialOf(entry, how, { outcome: skipped.outcome, reason: skipped.reason }));
  }
  let left = entries.filter((entry) => !trials.has(entry));
  while (left.length > 0) {
    const lines = await runOnce(installation, left, trying);
    for (const [index, line] of lines.entries())
      trials.set(left[index] as Entry, trialOf(left[index] as Entry, how, line));
    left = left.slice(lines.length);
  }
  for (const [entry, { outcome, code }] of trials) {
    // What an entry before it began to load may be what it failed for; a module that is not there is not there alone either.
    if (outcome !== 'failed' || entries.length === 1 || /NOT_FOUND/.test(code ?? '')) continue;
    const [line] = await runOnce(installation, [entry], trying);
    if (line) trials.set(entry, trialOf(entry, how, line));
  }
  return entries.map((entry) => trials.get(entry) as ImportTrial);
}

let count = 0;

/** Loads the entries one after the other; the lines of those it got to, at least one. */
async function runOnce(installation: Installation, entries: readonly Entry[], trying: Trying): Promise<RunnerLine[]> {
  const { how, timeLimit = 15_000, signal } = trying;
  const stem = join(installation.folder, `try-${how}-${(count += 1)}`);
  const [program, report] = [`${stem}.${how === 'import' ? 'mjs' : 'cjs'}`, `${stem}.ndjson`];
  await writeFile(
    program,
    runnerSource(
      how,
      entries.map(({ specifier }) => specifier),
      report,
    ),
  );
  await writeFile(report, '');
  const { folder: cwd, trialEnv: env } = installation;
  const started = await startProgram(process.execPath, [program], { cwd, env, timeLimit, signal });
  const lines = (await readFile(report, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunnerLine);
  await Promise.all([rm(program), rm(report)]);
  if (lines.length === entries.length || lines.at(-1)?.isEnd) return lines;
  const reason =
    started.outcome === 'kept running'
      ? `it did not finish loading within ${timeLimit / 1000} s`
      : started.outcome === 'crashed'
        ? started.reason
        : `it ended the process with ${started.exitCode === undefined ? started.signal : `exit code ${started.exitCode}`}`;
  return [...lines, { outcome: 'failed', reason, duration: started.duration }];
}

function trialOf({ entry, specifier, isByPattern }: Entry, how: ImportHow, line: RunnerLine): ImportTrial {
  return {
    entry,
    specifier,
    isByPattern,
    how,
    outcome: line.outcome,
    code: line.code,
    reason: line.reason ?? '',
    names: line.names ?? [],
    duration: line.duration ?? 0,
  };
}
