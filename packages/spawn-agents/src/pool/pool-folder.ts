import { worktreeFolder } from '@cdev/agent-run';

/** Where the worktrees of the pool are: beside those of agents, because a claim is a rename. */
export function poolFolder(root: string, worktrees: string | undefined): string {
  return worktreeFolder({ repositoryRoot: root, worktrees, planId: '.pool', agentId: '' });
}
