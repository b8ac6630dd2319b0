import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { requireCommit, resolveCommit, withLock } from '@cdev/git';
import type { Check } from '@cdev/project-checks';
import { errors } from './errors.ts';
import { makeGroups } from './group/make-groups.ts';
import type { Profile, UpdateGroup } from './group/update-group.ts';
import { look, type LookOptions } from './look/look.ts';
import { openProjectRepository, readProject, type Project } from './look/project.ts';
import { chooseChecks } from './trial/choose-checks.ts';
import { resultOf, type GroupResult } from './trial/group-result.ts';
import { keptResults, keyOf, type KeptResults } from './trial/kept-results.ts';
import { managerCommands } from './trial/manager.ts';
import { branchOf, holdOf } from './trial/propose.ts';
import { updatesFolder, withScratchTree } from './trial/scratch-tree.ts';
import { checkTree, shell, tryGroup, type Trial } from './trial/try-group.ts';

export interface UpdateDependenciesOptions extends LookOptions {
  readonly profile: Profile;
  /** Only these groups; none for all of the profile. */
  readonly only: readonly string[];
  /** Commands that judge an update; none for those of the project. */
  readonly checks: readonly string[];
  /** The commit or branch that the updates are made on. Default: HEAD. */
  readonly base: string | undefined;
  /** Try again what was tried on this commit before. */
  readonly again: boolean;
  /** Packages may run their installation scripts. */
  readonly runsScripts: boolean;
  readonly isDryRun: boolean;
}

export interface UpdateReport {
  readonly profile: Profile;
  readonly base: string;
  readonly groups: readonly GroupResult[];
  readonly gaps: readonly string[];
}

/**
 * Tries each group of updates in a scratch worktree and puts those whose checks pass on branches of their own. Nothing of the user's working tree, index or branches is
 * touched. Outcome: `findings` when a group did not pass.
 * @throws CDEV_E_UPDATE_DEPENDENCIES_*, CDEV_E_GIT_*, CDEV_E_PACKAGE_WORKSPACE_*
 */
export async function updateDependencies(
  options: UpdateDependenciesOptions,
  context: Context,
): Promise<Outcome<UpdateReport>> {
  const { cwd, signal } = context;
  const repository = await openProjectRepository(context);
  const base = await requireCommit(repository, options.base ?? 'HEAD');
  if (options.isDryRun) {
    const { groups, gaps } = await plan(await readProject(repository, cwd, context), options, context);
    const planned = groups.map((group) => resultOf(group, 'planned', { branch: branchOf(group) }));
    return { result: { profile: options.profile, base, groups: planned, gaps }, status: 'ok' };
  }
  const folder = updatesFolder(context, repository);
  const lock = { what: 'the updates of this repository', waitLimit: 2000, signal };
  const { results, gaps } = await withLock(join(folder, 'lock'), lock, () =>
    withScratchTree({ repository, folder, base, signal }, async (tree) => {
      // As it is at that commit, whatever lies in the user's tree.
      const place = join(tree.path, relative(repository.top ?? cwd, await realpath(cwd)));
      const project = await readProject(repository, place, context);
      const { groups, gaps: unknown } = await plan(project, options, context);
      if (groups.length === 0) return { results: [], gaps: unknown };
      const trial = await prepareTrial({ project, tree, groups }, options, context);
      return { results: await tryAll(groups, trial, { kept: keptResults(folder), base, options }), gaps: unknown };
    }),
  );
  const isBad = results.some(({ status }) => status === 'failed' || status === 'not-installed');
  return { result: { profile: options.profile, base, groups: results, gaps }, status: isBad ? 'findings' : 'ok' };
}

async function plan(
  project: Project,
  options: UpdateDependenciesOptions,
  context: Context,
): Promise<{ readonly groups: readonly UpdateGroup[]; readonly gaps: readonly string[] }> {
  const findings = await look(project, options, context);
  return { groups: chooseGroups(makeGroups(findings, project, options.profile), options.only), gaps: findings.gaps };
}

/** What tries the groups, once somebody has said yes to it. */
async function prepareTrial(
  { project, tree, groups }: Pick<Trial, 'project' | 'tree'> & { readonly groups: readonly UpdateGroup[] },
  { checks: named, runsScripts }: UpdateDependenciesOptions,
  context: Context,
): Promise<Trial> {
  const { manager, root } = project.workspace;
  const commands = managerCommands(manager.name, { format: project.graph?.format, runsScripts });
  const checks = await chooseChecks(root, named);
  const count = groups.length === 1 ? 'one group' : `${groups.length} groups`;
  const judges = checks.map(({ command }) => command).join(', ');
  await context.prompt.confirm(
    `Try ${count} of updates in a scratch worktree (${judges}) and put what passes on branches cdev/update/…?`,
  );
  return { project, tree, manager: commands, checks, context };
}

function chooseGroups(groups: readonly UpdateGroup[], only: readonly string[]): readonly UpdateGroup[] {
  const unknown = only.find((name) => !groups.some((group) => group.name === name));
  if (unknown !== undefined) {
    const known = groups.map(({ name }) => name).join(', ') || 'none, everything is up to date';
    throw errors.make('CDEV_E_UPDATE_DEPENDENCIES_GROUP_UNKNOWN', { group: unknown, known });
  }
  return only.length === 0 ? groups : groups.filter(({ name }) => only.includes(name));
}

interface Keeping {
  readonly kept: KeptResults;
  readonly base: string;
  readonly options: UpdateDependenciesOptions;
}

async function tryAll(groups: readonly UpdateGroup[], trial: Trial, keeping: Keeping): Promise<readonly GroupResult[]> {
  const { kept, options } = keeping;
  const results: GroupResult[] = [];
  let isSound = false;
  for (const group of groups) {
    const key = keyOf([
      keeping.base,
      group.name,
      group.items,
      group.commands,
      checksOf(trial.checks),
      options.runsScripts,
    ]);
    const before = options.again ? undefined : await stillThere(await kept.find(key), trial.project);
    if (before) {
      trial.context.progress.begin(group.name).done(`${before.status}, as before`);
      results.push(before);
      continue;
    }
    const hold = await holdOf(trial.project.repository, branchOf(group));
    if (hold !== undefined) {
      results.push(resultOf(group, 'held', { reason: hold }));
      continue;
    }
    // Only now: who has nothing new to try need not wait for it.
    if (!isSound) await requireSound(trial, keeping);
    isSound = true;
    const result = await tryGroup(group, trial);
    await kept.keep(key, result);
    results.push(result);
  }
  return results;
}

/** A proposal counts as long as its branch is where it was put. */
async function stillThere(result: GroupResult | undefined, { repository }: Project): Promise<GroupResult | undefined> {
  if (result?.status !== 'proposed') return result;
  return (await resolveCommit(repository, `refs/heads/${result.branch}`)) === result.commit ? result : undefined;
}

/** An update is judged by checks that pass without it. @throws CDEV_E_UPDATE_DEPENDENCIES_BASELINE */
async function requireSound(trial: Trial, { kept, base, options }: Keeping): Promise<void> {
  const { context, manager, checks, project } = trial;
  const key = keyOf([base, 'baseline', checksOf(checks), options.runsScripts]);
  const task = context.progress.begin('without any update');
  // The installation is made all the same: the groups build upon it.
  const refuse = (command: string, reason: string, tail: string): never => {
    task.failed(reason);
    throw errors.make('CDEV_E_UPDATE_DEPENDENCIES_BASELINE', { command, reason, tail });
  };
  task.update(manager.frozen);
  const failure = project.graph ? await shell(manager.frozen, project.workspace.root, context) : undefined;
  if (failure !== undefined) refuse(manager.frozen, 'the installation fails', failure);
  if (!(await kept.find(key))) {
    const runs = await checkTree(trial, undefined, (check) => task.update(check.command));
    const bad = runs.find(({ status }) => status !== 'passed');
    if (bad) refuse(bad.command, bad.reason, bad.tail);
    await kept.keep(
      key,
      resultOf(
        { name: 'baseline', title: '', risk: 'low', items: [], fixes: [], commands: [], install: 'no', ships: [] },
        'unchanged',
      ),
    );
  }
  task.done('the checks pass');
}

function checksOf(checks: readonly Check[]): readonly string[] {
  return checks.map(({ command }) => command);
}
