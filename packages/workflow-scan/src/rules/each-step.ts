import type { JobView, StepView, WorkflowFile } from '../source/workflow-file.ts';
import type { Rule, RuleFinding } from './rule.ts';

type StepCheck = (file: WorkflowFile, job: JobView, step: StepView) => RuleFinding[];

export function eachStep(check: StepCheck): Rule['check'] {
  return (file) => file.jobs.flatMap((job) => job.steps.flatMap((step) => check(file, job, step)));
}

interface StepPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly role: 'source' | 'sink';
  readonly note: string;
}

export function stepPlace(file: WorkflowFile, { node }: StepView, role: 'source' | 'sink', note = ''): StepPlace {
  return { path: file.path, line: node.line, column: node.column, role, note };
}
