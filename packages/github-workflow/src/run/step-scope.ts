import { Names, NotKnown } from '../expression/context-data.ts';
import type { Scope } from '../expression/evaluate.ts';
import { hashFiles } from '../expression/hash-files.ts';
import { environmentOf, type Frame } from './job-state.ts';

/** What the expressions of a step see. `own` is the step's own `env`, once that is known. */
export function scopeOf(frame: Frame, own?: ReadonlyMap<string, string>): Scope {
  const { job, depth } = frame;
  const status = depth === 0 ? job.status : frame.status;
  const env = Object.fromEntries(environmentOf(frame, own));
  const steps = [...frame.steps].map(([id, answer]) => [id, answer instanceof NotKnown ? answer : { ...answer }]);
  return {
    contexts: {
      ...job.contexts,
      github: {
        ...(job.contexts['github'] as object),
        ...(frame.actionPath !== undefined && { action_path: frame.actionPath }),
      },
      env: new Names(env, { isCaseSensitive: true }),
      steps: Object.fromEntries(steps) as Record<string, unknown>,
      job: { status: job.status, container: {}, services: {} },
      inputs: frame.inputs,
    },
    status: {
      success: () => status === 'success',
      failure: () => status === 'failure',
      cancelled: () => job.status === 'cancelled',
    },
    hashFiles: (patterns) => hashFiles(job.workspace, patterns),
  };
}
