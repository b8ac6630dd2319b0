/** The front door as a library: the whole way of an issue, and the list of scripts. */
export { errors as cliErrors } from './errors.ts';
export { health } from './health.ts';
export { listScripts } from './list-scripts.ts';
export type { ListedScript } from './list-scripts.ts';
export { parallel, stepNames } from './parallel/parallel.ts';
export type { ParallelOptions, ParallelResult, StepName } from './parallel/parallel.ts';
export type { StepRun } from './parallel/run-step.ts';
export { isScriptName, scriptNames, separateScripts } from './script-names.ts';
export type { ScriptName } from './script-names.ts';
