import { asText } from '../expression/as-text.ts';
import type { JobState } from './job-state.ts';
import { isIncomplete } from './run-step.ts';
import type { JobResult, JobStatus, StepResult } from './workflow-run.ts';

interface Evidence {
  readonly steps: readonly StepResult[];
  /** Minutes, when that is what ended the job. */
  readonly timeLimit: number | undefined;
  readonly cancel: AbortSignal;
}

/** What a job came to, and why. */
export function judgeJob(state: JobState, evidence: Evidence): Pick<JobResult, 'status' | 'reason' | 'isInDoubt'> {
  const { steps, timeLimit, cancel } = evidence;
  const status = statusOf(state, steps, timeLimit !== undefined);
  const failed = steps.find((step) => step.status === 'failed' && !step.isTolerated);
  const reason = reasonOf();
  return { status, isInDoubt: status === 'failed' && state.isInDoubt, ...(reason !== undefined && { reason }) };

  function reasonOf(): string | undefined {
    if (timeLimit !== undefined) return `it took longer than ${timeLimit} min`;
    if (status === 'cancelled') return cancel.aborted ? asText(cancel.reason) : undefined;
    if (status === 'not-run') return state.stopped ?? reasonOfFirst(steps);
    return failed && `${failed.name}: ${failed.reason ?? 'failed'}`;
  }
}

function statusOf(state: JobState, steps: readonly StepResult[], isTimedOut: boolean): JobStatus {
  if (isTimedOut || state.status === 'failure') return 'failed';
  if (state.status === 'cancelled') return 'cancelled';
  if (!steps.some(isIncomplete)) return 'passed';
  return steps.some(didWork) ? 'incomplete' : 'not-run';
}

/** Why the first thing that was not run was not, however deep in actions it stands. */
function reasonOfFirst(steps: readonly StepResult[]): string | undefined {
  const first = steps.find(isIncomplete);
  return first && (first.reason ?? reasonOfFirst(first.steps));
}

/** A program of the workflow ran; bringing the files and looking for tools is no work. */
function didWork(step: StepResult): boolean {
  return step.exitCode !== undefined || step.steps.some(didWork);
}
