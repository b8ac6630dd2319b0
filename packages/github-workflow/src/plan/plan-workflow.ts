import { arch, platform } from 'node:process';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { errors } from '../errors.ts';
import { ancestorsOf } from '../source/parse-workflow.ts';
import { readWorkflow } from '../source/read-workflows.ts';
import type { WorkflowSource } from '../source/workflow-source.ts';
import { planEvent } from './plan-event.ts';
import { planJobs } from './plan-job.ts';
import { readChangedPaths, readRepositoryFacts } from './repository-facts.ts';
import { thisMachine } from './runner-system.ts';
import type { JobPlan, NotRun, PlanOptions, StepPlan, WorkflowPlan } from './workflow-plan.ts';

/**
 * What running a workflow here will do. Starts nothing of the repository.
 * @throws CDEV_E_WORKFLOW_UNKNOWN_JOB, CDEV_E_WORKFLOW_NO_COMMIT, CDEV_E_GIT_NOT_A_REPOSITORY
 */
export async function planWorkflow(workflow: WorkflowSource, options: PlanOptions = {}): Promise<WorkflowPlan> {
  const machine = options.machine ?? thisMachine(platform, arch);
  const facts = await readRepositoryFacts(workflow.root, options.signal);
  const filters = [...workflow.events.values()];
  const needsChanges = filters.some(({ paths, pathsIgnore }) => paths !== undefined || pathsIgnore !== undefined);
  const changed = needsChanges ? await readChangedPaths(facts) : undefined;
  const event = planEvent(workflow, options, { facts, changed });
  const selected = selectJobs(workflow, options.jobs);
  const called = new Map<string, WorkflowSource | CdevError>();
  await readCalled(workflow, called);
  const jobs = await planJobs({ workflow, event, facts, options, machine, called, selected, depth: 0 });
  return {
    workflow,
    event,
    facts,
    selected,
    jobs,
    notRun: jobs.flatMap((job) => notRunOf(job, '')),
    notes: notesOf(options, facts.uncommitted.length),
    options: withHiddenSecrets(options),
    machine,
    called,
  };
}

/** A plan is shown and written down; the secrets are there for the run alone. */
function withHiddenSecrets({ secrets, ...options }: PlanOptions): PlanOptions {
  return Object.defineProperty(options, 'secrets', { value: secrets, enumerable: false });
}

function selectJobs(workflow: WorkflowSource, asked: readonly string[] | undefined): readonly string[] {
  const known = [...workflow.jobs.keys()];
  if (!asked) return known;
  const ids = asked.map((job) => {
    // A job is shown by its name, so it may be asked for by that, too.
    const id = workflow.jobs.has(job) ? job : known.find((other) => workflow.jobs.get(other)?.name === job);
    if (id === undefined)
      throw errors.make('CDEV_E_WORKFLOW_UNKNOWN_JOB', { job, file: workflow.path, known: known.join(', ') });
    return id;
  });
  const wanted = new Set(ids.flatMap((job) => [job, ...ancestorsOf(workflow.jobs, job)]));
  return known.filter((job) => wanted.has(job));
}

async function readCalled(workflow: WorkflowSource, called: Map<string, WorkflowSource | CdevError>): Promise<void> {
  for (const { uses } of workflow.jobs.values()) {
    if (uses === undefined || !uses.startsWith('./')) continue;
    const path = uses.slice(2);
    if (called.has(path)) continue;
    try {
      const source = await readWorkflow(workflow.root, path);
      called.set(path, source);
      await readCalled(source, called);
    } catch (error) {
      if (!isCdevError(error, 'CDEV_E_WORKFLOW_INVALID') && !isCdevError(error, 'CDEV_E_WORKFLOW_UNREADABLE'))
        throw error;
      called.set(path, error);
    }
  }
}

function notesOf({ source = 'commit' }: PlanOptions, uncommitted: number): readonly string[] {
  if (source !== 'commit' || uncommitted === 0) return [];
  return [`${uncommitted} uncommitted ${uncommitted === 1 ? 'path is' : 'paths are'} not part of the run`];
}

function notRunOf(job: JobPlan, above: string): readonly NotRun[] {
  const name = `${above}${job.name}`;
  const inside = (step: StepPlan): readonly NotRun[] => [
    ...(step.prospect === 'not-run'
      ? [{ job: name, step: step.name, line: step.line, reason: step.reason ?? '', isRefused: step.isRefused }]
      : []),
    ...step.steps.flatMap(inside),
  ];
  const parts = [...job.steps.flatMap(inside), ...job.jobs.flatMap((nested) => notRunOf(nested, `${name} / `))];
  if (job.prospect !== 'not-run' || parts.some(({ reason }) => reason === job.reason)) return parts;
  return [{ job: name, line: job.line, reason: job.reason ?? '', isRefused: false }];
}
