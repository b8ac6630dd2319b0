/** Ready working folders for agents and for integration. */
export { errors as workspaceErrors } from './errors.ts';
export { createWorktrees } from './create-worktrees.ts';
export type { CreatedWorktree, CreateWorktreesOptions, WorktreeRequest } from './create-worktrees.ts';
export { fillPool } from './pool/fill-pool.ts';
export type { FilledPool, FillPoolOptions } from './pool/fill-pool.ts';
export { readEntries as readPool } from './pool/pool-entries.ts';
export type { PoolEntry } from './pool/pool-entries.ts';
export { sweepPool } from './pool/sweep-pool.ts';
export type { SweptPool } from './pool/sweep-pool.ts';
export { removeWorktree } from './remove-worktree.ts';
export type { HeldWorktree, RemovedWorktree, RemoveWorktreeOptions } from './remove-worktree.ts';
export { prepareWorkspace } from './prepare-workspace.ts';
export type { PreparedWorkspace, PrepareWorkspaceOptions } from './prepare-workspace.ts';
export type { DependencyChoice, DependencyManner, PreparedDependencies } from './dependencies/prepare-dependencies.ts';
export type { Unbuilt } from './dependencies/unbuilt-packages.ts';
export { allotPorts, releasePorts } from './allot-ports.ts';
export type { AllotPortsOptions } from './allot-ports.ts';
