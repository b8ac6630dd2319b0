import type { JobPlan, Prospect, StepPlan } from './workflow-plan.ts';

interface Judgement {
  readonly prospect: Prospect;
  readonly reason?: string;
}

/**
 * A job of which nothing can run is not run, whatever its condition says. Bringing the files and looking for tools is no work of its
 * own, as when the job has run.
 */
export function prospectOf(
  condition: Judgement,
  { steps, jobs }: { readonly steps: readonly StepPlan[]; readonly jobs: readonly JobPlan[] },
): Judgement {
  if (condition.prospect === 'skipped' || condition.prospect === 'not-run') return condition;
  const reason = firstReason(steps) ?? jobs.find(({ prospect }) => prospect === 'not-run')?.reason;
  const canWork = steps.some(works) || jobs.some(({ prospect }) => prospect === 'runs' || prospect === 'depends');
  return reason === undefined || canWork ? condition : { prospect: 'not-run', reason };
}

function works({ prospect, by, steps }: StepPlan): boolean {
  if (prospect !== 'runs' && prospect !== 'depends') return false;
  return by !== 'stand-in' && (steps.length === 0 || steps.some(works));
}

/** Why the first step that is not run is not, however deep in actions it stands. */
function firstReason(steps: readonly StepPlan[]): string | undefined {
  const reasons = steps
    .filter(({ prospect }) => prospect !== 'skipped')
    .map((step) => (step.prospect === 'not-run' ? step.reason : firstReason(step.steps)));
  return reasons.find((reason) => reason !== undefined);
}
