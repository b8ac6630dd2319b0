import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { planFile } from '@cdev/deployment-plan';
import { git } from '@cdev/git';
import { isThere } from '../attempt/is-there.ts';
import { readState, type SpawnRun } from '../open-run.ts';

/** A worktree of the run that does not know its repository any more, or is not where the journal says. */
interface Moved {
  readonly agent: string;
  readonly path: string;
  readonly branch: string;
  readonly base: string;
  readonly isElsewhere: boolean;
}

/**
 * Somebody has moved the repository, with its worktrees or without: links between them are absolute paths. They are mended by `git worktree
 * repair` before anything is made, else new worktrees would come up in the old place, without the work that lies in the moved ones.
 */
export async function repairMoved(run: SpawnRun, { progress }: Pick<Context, 'progress'>): Promise<void> {
  const moved = await findMoved(run);
  if (moved.length === 0) return;
  await git(run.repository, ['worktree', 'repair', ...moved.map(({ path }) => path)], { hooks: false });
  for (const { agent, path, branch, base, isElsewhere } of moved) {
    if (isElsewhere) await run.journal.append({ type: 'workspace-created', agent, path, branch, base });
    progress.note(`${agent}: the repository was moved; its worktree is connected again: ${path}`);
  }
}

async function findMoved(run: SpawnRun): Promise<readonly Moved[]> {
  const { commonDir } = run.repository;
  const { agents, plan, base: runBase = '' } = await readState(run);
  // Where the git directory was when the run was begun: the plan lies in it.
  const within = relative(commonDir, planFile(commonDir, run.plan.id));
  const before = plan?.endsWith(`${sep}${within}`) === true ? plan.slice(0, -within.length - 1) : commonDir;
  const moved: Moved[] = [];
  for (const { id: agent, workspace, branch, base = runBase } of agents.values()) {
    if (workspace === undefined || branch === undefined) continue;
    const path = resolve(commonDir, relative(before, workspace));
    for (const place of new Set([workspace, path]))
      if (await isCutOff(commonDir, { place, recorded: workspace }))
        moved.push({ agent, path: place, branch, base, isElsewhere: place !== workspace });
  }
  return moved;
}

/** It is a worktree that this repository has under the path it had, and either does not lead to the other. */
async function isCutOff(commonDir: string, { place, recorded }: { place: string; recorded: string }): Promise<boolean> {
  const link = /^gitdir: (.+)$/m.exec(await textOf(join(place, '.git')))?.[1];
  if (link === undefined || basename(dirname(link)) !== 'worktrees') return false;
  const gitDir = join(commonDir, 'worktrees', basename(link));
  const back = (await textOf(join(gitDir, 'gitdir'))).trim();
  if (back !== join(recorded, '.git')) return false;
  // A repository that was copied, and not moved, still has its own.
  return (resolve(place, link) !== gitDir && !(await isThere(resolve(place, link)))) || place !== recorded;
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
