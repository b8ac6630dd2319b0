import { basename, dirname, join } from 'node:path';

export { branchName } from '@cdev/deployment-plan';

/** The agent whose branch this is, by its name `cdev/<plan>/<agent>`; undefined for any other branch. */
export function agentOfBranch(branch: string | undefined): { plan: string; agent: string } | undefined {
  const [, plan, agent] = /^cdev\/([^/]+)\/([^/]+)$/.exec(branch ?? '') ?? [];
  return plan === undefined || agent === undefined ? undefined : { plan, agent };
}

/** No agent can have this name: folder, branch and refs of the worktrees in which a plan's merge queue tests are nobody's. */
export const integrator = '_integration';

/** The branch of the first of those worktrees; the others are numbered, `<branch>-2`. */
export function integrationBranch(planId: string): string {
  return `cdev/${planId}/${integrator}`;
}

/** `refs/cdev/snapshots/<plan>/<agent>/<n>`; without a number the place of all of them, ending in a slash. */
export function snapshotRef(planId: string, agentId: string, number?: number): string {
  return `refs/cdev/snapshots/${planId}/${agentId}/${number ?? ''}`;
}

/** `refs/cdev/set-aside/<plan>/<agent>/<n>`: foreign changes taken out of an agent's work. Without a number as above. */
export function setAsideRef(planId: string, agentId: string, number?: number): string {
  return `refs/cdev/set-aside/${planId}/${agentId}/${number ?? ''}`;
}

export interface WorktreeFolderOptions {
  /** The repository's main working tree, or its folder when it is bare. */
  readonly repositoryRoot: string;
  readonly planId: string;
  readonly agentId: string;
  /** The folder for all worktrees of the repository. Default `<repository>.worktrees` beside it. */
  readonly worktrees?: string | undefined;
}

/** Where an agent's worktree stands. */
export function worktreeFolder({ repositoryRoot, planId, agentId, worktrees }: WorktreeFolderOptions): string {
  const name = basename(repositoryRoot).replace(/(?<=.)\.git$/, '');
  return join(worktrees ?? join(dirname(repositoryRoot), `${name}.worktrees`), planId, agentId);
}
