import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { agentOf, type DeploymentPlan } from '@cdev/deployment-plan';
import { authorVariables, changedPaths, findHooks, git, type FoundHooks, type Identity } from '@cdev/git';
import { errors } from '../../errors.ts';
import type { Journal } from '../../journal/journal.ts';
import { keepSnapshot, type PreparedCommit } from '../apply-commit.ts';
import { guardHooksFolder } from '../../ownership/guard/guard-worktree.ts';
import { surveyWork, type Survey } from '../survey-work.ts';
import { withTemporaryIndex } from '../temporary-index.ts';
import { callHook, type HookPlace } from './call-hook.ts';
import { commitHooks, isPassedOver, type CommitHook, type HookOptions, type HookRun } from './hook-run.ts';
import { takeFilesBack } from './take-files-back.ts';

export interface PassHooksOptions {
  readonly worktree: string;
  readonly plan: DeploymentPlan;
  readonly agentId: string;
  readonly journal: Journal;
  readonly author?: Identity | undefined;
  readonly hooks: HookOptions;
  readonly signal?: AbortSignal | undefined;
}

/** A commit that could be made, before the hooks have seen it and after. */
export interface Passing {
  readonly survey: Survey;
  readonly prepared: Extract<PreparedCommit, { kind: 'extend' | 'replace' }>;
  readonly message: string;
}

export interface Passed extends Passing {
  readonly hooks: readonly HookRun[];
  /** Own files that a hook changed and did not stage. */
  readonly unstaged: readonly string[];
  /** Hooks that the work itself has changed. */
  readonly changedHooks: readonly string[];
  /** Where hooks should be and are not. */
  readonly missingFolder: string | undefined;
}

/** Hooks that git would run for a commit; those that `verify: false` passes over are told apart. */
export async function findCommitHooks({ repository }: Survey): Promise<FoundHooks<CommitHook>> {
  return findHooks(repository, commitHooks, await guardHooksFolder(repository.commonDir));
}

/**
 * Has the repository's hooks look at a commit before anything is done, as `git commit` would for a part of the changes: an index of its own holds exactly
 * what will be committed, and the files of the worktree are as they are. A hook may stage something else; who calls this proves it again. The branch and the
 * worktree's own index are not touched. When a hook refuses, what it did to files stays, as it does with git; when it is ended in the middle (time limit,
 * interruption), they are brought back.
 * @throws CDEV_E_RUN_HOOK_REFUSED, CDEV_E_RUN_HOOK_TIMED_OUT, CDEV_E_RUN_HOOK_FOREIGN, CDEV_E_SUBPROCESS_CANCELLED
 */
export async function passHooks(passing: Passing, options: PassHooksOptions): Promise<Passed> {
  const { survey } = passing;
  const { agentId, journal } = options;
  const found = await findCommitHooks(survey);
  const isRun = (name: CommitHook): boolean => !isPassedOver(name, options.hooks);
  const before = found.names.filter((name) => name !== 'post-commit');
  const hooks = before.map((name): HookRun => ({ name, status: isRun(name) ? 'passed' : 'skipped' }));
  const names = before.filter(isRun);
  const missingFolder = found.isMissing ? found.folder : undefined;
  if (names.length === 0) return { ...passing, hooks, unstaged: [], changedHooks: [], missingFolder };
  await keepSnapshot(survey, journal, agentId);
  const { tree, message } = await withTemporaryIndex((env) =>
    withFiles(survey, options, () => run({ passing, names, index: env.GIT_INDEX_FILE }, options)),
  );
  const { worktree, plan } = options;
  const { base, tip } = survey.work;
  const after = await surveyWork({ worktree, plan, agentId, base, signal: options.signal }, survey.env);
  const foreign = (await changedPaths(survey.repository, base, tree)).filter(({ path }) => !survey.mayWrite(path));
  if (foreign.length > 0) {
    const paths = foreign.map(({ path }) => path);
    throw errors.make('CDEV_E_RUN_HOOK_FOREIGN', { agent: agentId, paths: paths.join(', ') }, { details: { paths } });
  }
  const unstaged = (await changedPaths(survey.repository, tree, after.work.tree)).filter(({ path }) =>
    survey.mayWrite(path),
  );
  return {
    // A hook that moved the branch is found out when it is to move from where it was.
    survey: { ...after, work: { ...after.work, tip } },
    prepared: { ...passing.prepared, tree },
    message,
    hooks,
    unstaged: unstaged.map(({ path }) => path),
    missingFolder,
    changedHooks: changedAmong(survey, { ...found, names }),
  };
}

/** `git commit` runs whatever stands there; that the work has changed it is worth knowing. */
function changedAmong(
  { repository, work }: Survey,
  { folder, names }: Omit<FoundHooks<CommitHook>, 'isMissing'>,
): readonly string[] {
  const within = relative(repository.top ?? '', folder).replaceAll('\\', '/');
  if (within.startsWith('..')) return [];
  return names.filter((name) => work.changed.some(({ path }) => path === `${within}/${name}`));
}

async function withFiles<Result>(
  survey: Survey,
  { plan, agentId }: PassHooksOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_RUN_HOOK_REFUSED')) await takeFilesBack(survey, agentOf(plan, agentId).creates);
    throw error;
  }
}

interface Run {
  readonly passing: Passing;
  readonly names: readonly CommitHook[];
  readonly index: string;
}

async function run(
  { passing, names, index }: Run,
  { agentId, author, hooks, signal }: PassHooksOptions,
): Promise<Pick<Passing, 'message'> & { readonly tree: string }> {
  const { survey, prepared, message } = passing;
  const { repository } = survey;
  const env = { GIT_INDEX_FILE: index };
  // The times of the files as they were seen stay in it, or a hook's git would read every file.
  await copyFile(survey.env.GIT_INDEX_FILE, index);
  await git(repository, ['read-tree', '-m', prepared.tree], { env, hooks: false, isQuestion: true });
  const place: HookPlace = {
    repository,
    agentId,
    options: hooks,
    index,
    author: await authorVariables(repository, author),
    signal,
  };
  if (names.includes('pre-commit')) await callHook(place, 'pre-commit');
  // git takes what is staged at this moment; what a later hook stages is not in.
  const tree = (await git(repository, ['write-tree'], { env, isQuestion: true })).stdout.trim();
  const messengers = names.filter((name) => name !== 'pre-commit');
  if (messengers.length === 0) return { tree, message };
  // Where git has it, too: hooks know the name.
  const file = join(repository.gitDir, 'COMMIT_EDITMSG');
  await writeFile(file, message);
  for (const name of messengers) await callHook(place, name, name === 'commit-msg' ? [file] : [file, 'message']);
  const said = await git(repository, ['stripspace'], { input: await readFile(file), isQuestion: true });
  const text = said.stdoutBytes.toString('utf8');
  if (text !== '') return { tree, message: text };
  const hook = messengers.at(-1) ?? '';
  throw errors.make('CDEV_E_RUN_HOOK_REFUSED', { agent: agentId, hook, output: 'It left an empty message.' });
}
