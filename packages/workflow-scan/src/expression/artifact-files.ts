import { textOf, type JobView, type StepView, type WorkflowFile } from '../source/workflow-file.ts';

const downloads =
  /^(dawidd6\/action-download-artifact|aochmann\/actions-download-artifact|levonet\/action-download-last-artifact|bettermarks\/action-artifact-download)@/i;

/** The step that brings files which another run left: after `workflow_run` those of a pull request, whose run strangers write. */
export function takesArtifact(file: WorkflowFile, { uses = '', with: inputs, run }: StepView): boolean {
  if (!file.events.has('workflow_run')) return false;
  if (downloads.test(uses)) return true;
  // Without the number of a run it takes what an earlier job of this run left.
  if (/^actions\/download-artifact@/i.test(uses)) return inputs.has('run-id');
  if (/^actions\/github-script@/i.test(uses)) return /\bdownloadArtifact\b/.test(textOf(inputs.get('script')) ?? '');
  return /\bgh\s+run\s+download\b|\/actions\/artifacts\/|\barchive_download_url\b/.test(textOf(run) ?? '');
}

const firstOfJob = new WeakMap<JobView, StepView | 'none'>();

/** The step before another one that brings such files. */
export function artifactBefore(file: WorkflowFile, job: JobView, step: StepView): StepView | undefined {
  // Every step of a job may ask: looked for each time, the time would grow with the square of their number.
  const first = firstOfJob.get(job) ?? job.steps.find((each) => takesArtifact(file, each)) ?? 'none';
  firstOfJob.set(job, first);
  return first !== 'none' && first.index < step.index ? first : undefined;
}

/** What reads a file in a line of a script: `cat pr/number`, `$(< pr/number)`, `jq -r .title pr.json`. */
export const readsFile =
  /\b(?:cat|head|tail|jq|grep|sed|awk|tr)\b(?!.*<<)[^|]*[\w./-]+|\$\(\s*<|(?<!<)<\s*["']?[\w./-]+/;
