import { hashFilesFunction, statusFunctions } from '../expression/parse-expression.ts';
import type { Availability } from './source-reader.ts';

const outside = ['github', 'inputs', 'vars'];
const strategy = [...outside, 'needs'];
const job = [...strategy, 'strategy', 'matrix'];
const steps = [...job, 'secrets', 'steps', 'job', 'runner', 'env'];
const step: Availability = { contexts: steps, functions: [hashFilesFunction] };
const without = (contexts: readonly string[], ...names: readonly string[]) =>
  contexts.filter((name) => !names.includes(name));

/**
 * What the expressions of each place may use, by GitHub's table of context availability:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability
 */
export const availability = {
  workflow: { contexts: outside, functions: [] },
  workflowEnv: { contexts: [...outside, 'secrets'], functions: [] },
  callOutput: { contexts: [...outside, 'jobs'], functions: [] },
  jobIf: { contexts: strategy, functions: statusFunctions },
  strategy: { contexts: strategy, functions: [] },
  job: { contexts: job, functions: [] },
  jobEnv: { contexts: [...job, 'secrets'], functions: [] },
  jobDefaults: { contexts: [...job, 'env'], functions: [] },
  jobOutput: { contexts: steps, functions: [] },
  container: { contexts: [...job, 'secrets', 'env', 'job', 'runner'], functions: [] },
  step,
  stepIf: { contexts: without(steps, 'secrets'), functions: [...statusFunctions, hashFilesFunction] },
  action: { contexts: without(steps, 'secrets'), functions: [hashFilesFunction] },
  actionIf: { contexts: without(steps, 'secrets'), functions: [...statusFunctions, hashFilesFunction] },
} as const satisfies Record<string, Availability>;
