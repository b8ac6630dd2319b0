import type { JobState } from './job-state.ts';
import { doubtOf } from './run-step.ts';
import type { StepResult } from './workflow-run.ts';

/** What actions do at the end of the job, the last first, also when something failed. A failure there fails the job. */
export async function runPosts(job: JobState): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const post of [...job.posts].reverse()) {
    const name = `Post ${post.name}`;
    const started = performance.now();
    job.share.emit({ type: 'step-started', job: job.name, step: name, depth: 0 });
    const end = await post.run();
    if (!end) continue;
    if (end.outcome === 'failure' && job.status === 'success' && job.notRun.length > 0) job.isInDoubt = true;
    if (end.outcome !== 'success') job.status = job.status === 'success' ? 'failure' : job.status;
    const result: StepResult = {
      name,
      line: 0,
      status: end.outcome === 'success' ? 'passed' : end.outcome === 'failure' ? 'failed' : 'cancelled',
      ...(end.reason !== undefined && { reason: job.share.mask.line(end.reason) }),
      ...(end.exitCode !== undefined && { exitCode: end.exitCode }),
      isTolerated: false,
      duration: performance.now() - started,
      outputs: {},
      annotations: end.annotations,
      tail: end.tail,
      summary: end.summary,
      notes: [...end.notes, ...(end.outcome === 'failure' ? doubtOf(job) : [])],
      steps: [],
    };
    job.share.emit({ type: 'step-ended', job: job.name, step: name, depth: 0, result });
    results.push(result);
  }
  return results;
}
