import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ownerOf, ownershipOf, type DeploymentPlan } from '@cdev/deployment-plan';
import type { MayWrite } from '../drivers/conversation.ts';

export interface WritablePathsOptions {
  readonly agent: string;
  readonly worktree: string;
  /** The plan as it stands when it is asked: paths may change hands meanwhile. */
  readonly plan: () => Promise<DeploymentPlan>;
}

/** Says of a path whether an agent may write it: within its worktree, not through a link that leads elsewhere, and its own or shared with it. */
export function writablePaths({ agent, worktree, plan }: WritablePathsOptions): MayWrite {
  return async (path) => {
    const inside = relativeTo(await realpath(worktree), await real(resolve(worktree, path)));
    if (inside === undefined || inside === '') return refused('it is outside the worktree');
    if (inside === '.cdev/checklist.md') return { isAllowed: true, reason: '' };
    if (inside === '.git' || /^(?:\.cdev|\.git)\//.test(inside)) return refused('it belongs to the run');
    const current = await plan();
    const { owns, isShared } = ownershipOf(current, agent);
    if (owns(inside) || isShared(inside) !== undefined) return { isAllowed: true, reason: '' };
    const owner = ownerOf(current, inside);
    return refused(
      owner.kind === 'agent'
        ? `${inside} is owned by ${owner.agent.id}`
        : owner.kind === 'shared'
          ? `${inside} is shared between others`
          : `${inside} is owned by nobody; claim it first`,
    );
  };
}

function refused(reason: string): { isAllowed: false; reason: string } {
  return { isAllowed: false, reason };
}

/** With links followed, also when the last parts of it do not exist. */
async function real(path: string): Promise<string> {
  const parent = dirname(path);
  if (parent === path) return path;
  const found = await lstat(path).catch(() => undefined);
  if (found) return realpath(path).catch(() => path);
  return join(await real(parent), path.slice(parent.length + 1));
}

function relativeTo(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way.split(sep).join('/');
}
