/** Updates of dependencies and tools: found, grouped by risk, tried in a scratch worktree, and proposed as branches; `cli.ts` is the same as a command line. */
export { errors as updateDependenciesErrors } from './errors.ts';
export type { Profile, UpdateGroup, UpdateItem } from './group/update-group.ts';
export { health } from './health.ts';
export type { Findings } from './look/findings.ts';
export { report } from './report.ts';
export type { DependencyReport } from './report.ts';
export type { GroupResult } from './trial/group-result.ts';
export { updateDependencies } from './update-dependencies.ts';
export type { UpdateDependenciesOptions, UpdateReport } from './update-dependencies.ts';
