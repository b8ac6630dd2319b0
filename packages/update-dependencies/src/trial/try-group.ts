import type { Context } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { applyFixes, planFixes } from '@cdev/file-fix';
import { git } from '@cdev/git';
import { runChecks, type Check, type CheckRun } from '@cdev/project-checks';
import type { UpdateGroup } from '../group/update-group.ts';
import type { Project } from '../look/project.ts';
import { resultOf, type GroupResult } from './group-result.ts';
import type { ManagerCommands } from './manager.ts';
import { commitMessage } from './notes.ts';
import { propose } from './propose.ts';
import type { ScratchTree } from './scratch-tree.ts';

export interface Trial {
  /** As it lies in the tree. */
  readonly project: Project;
  readonly tree: ScratchTree;
  readonly manager: ManagerCommands;
  readonly checks: readonly Check[];
  readonly context: Context;
}

/** Makes the changes of a group in the scratch tree, installs, runs the checks, and puts what passes on its branch. */
export async function tryGroup(group: UpdateGroup, trial: Trial): Promise<GroupResult> {
  const { project, tree, context } = trial;
  const { repository } = project;
  const task = context.progress.begin(group.name);
  const tell = (result: GroupResult): GroupResult => {
    if (result.status === 'proposed' || result.status === 'unchanged') task.done(result.status);
    else task.failed(result.reason);
    return result;
  };
  await tree.reset();
  const { root } = project.workspace;
  await applyFixes(await planFixes(root, group.fixes));
  for (const command of installCommands(group, trial)) {
    task.update(command);
    const failure = await shell(command, root, context);
    if (failure !== undefined)
      return tell(resultOf(group, 'not-installed', { reason: `${command} failed`, tail: failure }));
  }
  const { stdout } = await git(tree.path, ['status', '--porcelain'], { signal: context.signal });
  if (stdout.trim() === '') return tell(resultOf(group, 'unchanged', { reason: 'nothing changes by it' }));
  const runs = await checkTree(trial, group.node, (check) => task.update(check.command));
  const checks = runs.map(({ command, status, reason }) => ({ command, status, reason }));
  const bad = runs.find(({ status }) => status !== 'passed');
  if (bad) return tell(resultOf(group, 'failed', { reason: `${bad.name}: ${bad.reason}`, checks, tail: bad.tail }));
  const message = commitMessage(group, { dependencies: project.dependencies, checks });
  const proposal = await propose(tree.path, group, { message, root, repository, signal: context.signal });
  return tell(resultOf(group, 'proposed', { ...proposal, checks }));
}

/** The checks in the tree; by another Node where the group brings one. */
export function checkTree(trial: Trial, node?: string, onStart?: (check: Check) => void): Promise<readonly CheckRun[]> {
  const { checks, context, project } = trial;
  const chosen =
    node === undefined ? checks : checks.map((check) => ({ ...check, command: byNode(node, check.command) }));
  return runChecks({
    cwd: project.workspace.root,
    checks: chosen,
    env: context.env,
    signal: context.signal,
    stopAtFailure: true,
    ...(onStart && { onStart }),
  });
}

function installCommands({ install, commands }: UpdateGroup, { manager }: Trial): readonly string[] {
  if (install === 'no') return commands;
  const by = install === 'yes' ? manager.install : `npm exec --yes --package=${install.manager} -- ${manager.install}`;
  return [by, ...commands];
}

function byNode(version: string, command: string): string {
  return `npm exec --yes --package=node@${version} -- sh -c '${command.replaceAll("'", String.raw`'\''`)}'`;
}

/** The last lines of what it said when it failed; undefined when it did not. */
export async function shell(command: string, cwd: string, { env, signal, log }: Context): Promise<string | undefined> {
  const { ok, stdout, stderr } = await run('sh', ['-c', command], {
    cwd,
    // Without it pnpm takes itself to be watched, and asks.
    env: { ...env, CI: '1' },
    signal,
    allowFailure: true,
    timeLimit: 1_800_000,
    onLine: (line) => log.debug(command, { line }),
  });
  return ok ? undefined : `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n');
}
