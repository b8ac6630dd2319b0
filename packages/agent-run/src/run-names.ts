export { branchName } from '@cdev/deployment-plan';

export function snapshotRef(_planId: string, _agentId: string, _number: number): string {
  throw new Error('not written yet');
}
export function setAsideRef(_planId: string, _agentId: string, _number: number): string {
  throw new Error('not written yet');
}

export interface WorktreeFolderOptions {
  readonly repositoryRoot: string;
  readonly planId: string;
  readonly agentId: string;
  /** The folder for all worktrees of the repository. Default `<parent>/<repository name>.worktrees`. */
  readonly worktrees?: string | undefined;
}
export function worktreeFolder(_options: WorktreeFolderOptions): string {
  throw new Error('not written yet');
}
