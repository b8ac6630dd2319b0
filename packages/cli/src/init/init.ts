import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { git, openRepository, writeFileAtomic } from '@cdev/git';
import { errors } from '../errors.ts';
import { additions, diffLines } from './diff-lines.ts';
import { findFacts, type RepositoryFacts } from './find-facts.ts';
import { planConfig } from './plan-config.ts';

export interface InitOptions {
  readonly isDryRun: boolean;
}

export interface FileChange {
  /** Relative to the top of the repository. */
  readonly file: string;
  /** Undefined for a file that is not there. */
  readonly before: string | undefined;
  readonly after: string;
}

export interface InitResult {
  readonly folder: string;
  readonly facts: RepositoryFacts;
  readonly status: 'written' | 'planned' | 'nothing-to-do';
  /** Each with its lines, as a diff shows them. */
  readonly changes: readonly { readonly file: string; readonly isNew: boolean; readonly lines: readonly string[] }[];
  /** What a person has to do. */
  readonly notes: readonly string[];
}

/**
 * Configuration for this repository: the sections of `cdev.config.yaml` that what was found here asks for, and the lines of `.gitignore` that are missing. Shown before
 * it is written; what is there already is never changed.
 * @throws CDEV_E_FRONT_NO_WORKING_TREE, _CONFIG_UNUSABLE, _CHANGED_MEANWHILE, _NOT_WRITTEN, and what git and the prompt throw
 */
export async function init({ isDryRun }: InitOptions, context: Context): Promise<Outcome<InitResult>> {
  const { cwd, signal, progress, prompt } = context;
  const repository = await openRepository(cwd, { signal });
  const { top } = repository;
  if (top === undefined) throw errors.make('CDEV_E_FRONT_NO_WORKING_TREE', { folder: repository.gitDir });
  const task = progress.begin('looking at the repository');
  const facts = await findFacts(top, repository, context);
  task.done();
  const { changes, notes } = await planChanges(top, facts, context);
  const shown = changes.map(({ file, before, after }) => ({
    file,
    isNew: before === undefined,
    lines: diffLines(before ?? '', after),
  }));
  const base = { folder: top, facts, changes: shown, notes };
  if (changes.length === 0) return { result: { ...base, status: 'nothing-to-do' }, status: 'ok' };
  if (isDryRun) return { result: { ...base, status: 'planned' }, status: 'ok' };
  for (const { file, isNew, lines } of shown)
    progress.note([`\n${file}${isNew ? ' (new)' : ''}`, ...lines.map((line) => `  ${line}`)].join('\n'));
  await prompt.confirm(`\nWrite ${changes.map(({ file }) => file).join(' and ')}?`);
  for (const change of changes) await write(top, change);
  return { result: { ...base, status: 'written' }, status: 'ok' };
}

async function planChanges(
  top: string,
  facts: RepositoryFacts,
  context: Context,
): Promise<{ readonly changes: readonly FileChange[]; readonly notes: readonly string[] }> {
  const changes: FileChange[] = [];
  const notes: string[] = [];
  const other = await otherConfiguration(top);
  const file = 'cdev.config.yaml';
  const before = await read(join(top, file));
  if (other === undefined || before !== undefined) {
    const { text, byHand } = planConfig(before, facts);
    if (text !== undefined) changes.push({ file, before, after: text });
    if (byHand.length > 0) notes.push(`${file} is not laid out so that sections can be added: ${byHand.join(', ')}`);
  } else notes.push(`The configuration is in ${other}, which is left as it is`);
  const ignored = await planIgnored(top, facts, context);
  if (ignored) changes.push(ignored);
  if (facts.testCommand === undefined)
    notes.push('No test command was found; without one nothing is tested before it is merged');
  if (facts.agents.length === 0)
    notes.push('No known agent is on the PATH; any program can be one: cdev parallel --command "…"');
  return { changes, notes };
}

/** Where the configuration is, when it is not in `cdev.config.yaml`. */
async function otherConfiguration(top: string): Promise<string | undefined> {
  if (existsSync(join(top, 'cdev.config.json'))) return 'cdev.config.json';
  return (await read(join(top, 'package.json')))?.includes('"cdevConfig"') === true
    ? 'package.json#cdevConfig'
    : undefined;
}

/** What agents and package managers leave in a working tree; git itself says whether it is ignored by any of its means. */
async function planIgnored(
  top: string,
  { packageManager }: RepositoryFacts,
  { signal }: Context,
): Promise<FileChange | undefined> {
  const wanted = ['.cdev/', ...(packageManager === undefined ? [] : ['node_modules/'])];
  const isIgnored = await Promise.all(
    wanted.map(async (line) => {
      const args = ['check-ignore', '--quiet', '--no-index', `${line}x`];
      return (await git(top, args, { isQuestion: true, signal, allowFailure: true })).exitCode === 0;
    }),
  );
  const missing = wanted.filter((_, index) => isIgnored[index] !== true);
  if (missing.length === 0) return undefined;
  const before = await read(join(top, '.gitignore'));
  return { file: '.gitignore', before, after: additions(before ?? '', missing) };
}

async function write(top: string, { file, before, after }: FileChange): Promise<void> {
  const path = join(top, file);
  try {
    if ((await read(path)) !== before) throw errors.make('CDEV_E_FRONT_CHANGED_MEANWHILE', { file });
    await writeFileAtomic(path, after);
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw code.startsWith('CDEV_E_')
      ? cause
      : errors.make('CDEV_E_FRONT_NOT_WRITTEN', { file: path, reason: code }, { cause });
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw errors.make('CDEV_E_FRONT_NOT_WRITTEN', { file: path, reason: code }, { cause });
  }
}
