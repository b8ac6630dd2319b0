import { isCdevError, type CdevError } from '@cdev/core/errors';
import { NotKnown, NotKnownError } from '../expression/context-data.ts';
import {
  evaluateCondition,
  evaluateValue,
  ExpressionProblem,
  interpolate,
  type Scope,
} from '../expression/evaluate.ts';
import type { JobSource, WorkflowSource } from '../source/workflow-source.ts';
import { githubContext } from './github-context.ts';
import { afterOthers } from './after-others.ts';
import { describeCombination, type Combination } from './expand-matrix.ts';
import type { PlannedEvent } from './plan-event.ts';
import { planMatrix } from './plan-matrix.ts';
import { planSteps } from './plan-step.ts';
import { prospectOf } from './prospect.ts';
import type { RepositoryFacts } from './repository-facts.ts';
import { judgeRunner, type Machine } from './runner-system.ts';
import type { JobPlan, PlanOptions, Prospect } from './workflow-plan.ts';

export interface JobsPlace {
  readonly workflow: WorkflowSource;
  readonly event: PlannedEvent;
  readonly facts: RepositoryFacts;
  readonly options: PlanOptions;
  readonly machine: Machine;
  readonly called: ReadonlyMap<string, WorkflowSource | CdevError>;
  readonly selected: readonly string[];
  /** How many workflows call each other. */
  readonly depth: number;
}

export async function planJobs(place: JobsPlace): Promise<readonly JobPlan[]> {
  const plans = new Map<string, JobPlan>();
  for (const id of place.selected) {
    const job = place.workflow.jobs.get(id);
    if (job) plans.set(id, await planJob(job, place));
  }
  return afterOthers(plans, place);
}

async function planJob(job: JobSource, place: JobsPlace): Promise<JobPlan> {
  const scope = scopeOf(place);
  const condition = judge(() => evaluateCondition(job.if, scope), 'its if');
  const matrix = planMatrix(job, scope);
  const first: Scope = { ...scope, contexts: { ...scope.contexts, matrix: matrix.first } };
  const refusal = jobRefusal(job, { ...place, scope: first, combinations: matrix.combinations });
  const notes = [...refusal.notes, ...(job.asksForIdToken ? ['there is no identity token (OIDC) here'] : [])];
  const base = { id: job.id, name: nameOf(job, first), line: job.line, needs: job.needs, notes };
  const combinations = matrix.combinations && { combinations: matrix.combinations };
  const because = refusal.reason ?? matrix.problem;
  if (condition.prospect === 'skipped' || because === undefined) {
    const source = job.uses === undefined ? undefined : place.called.get(job.uses.slice(2));
    const steps = await planSteps(job, { ...place, scope: first });
    const jobs = source && !isCdevError(source) ? await planJobs(insideCalled(source, place)) : [];
    return { ...base, ...combinations, ...prospectOf(condition, { steps, jobs }), steps, jobs };
  }
  return { ...base, ...combinations, prospect: 'not-run', reason: because, steps: [], jobs: [] };
}

function insideCalled(workflow: WorkflowSource, place: JobsPlace): JobsPlace {
  return { ...place, workflow, selected: [...workflow.jobs.keys()], depth: place.depth + 1 };
}

function nameOf(job: JobSource, scope: Scope): string {
  if (job.name === undefined) return job.id;
  try {
    return interpolate(job.name, scope);
  } catch {
    return job.name;
  }
}

interface RefusalPlace extends JobsPlace {
  readonly combinations: readonly Combination[] | 'later' | undefined;
  readonly scope: Scope;
}

function jobRefusal(job: JobSource, place: RefusalPlace): { reason?: string; notes: readonly string[] } {
  const { scope, machine, options, called, depth, combinations } = place;
  const reason = fixedRefusal(job, { called, depth });
  if (reason !== undefined) return { reason, notes: [] };
  if (job.uses !== undefined) return { notes: [] };
  const judgeFor = (matrix: unknown) => {
    const seen = { ...scope, contexts: { ...scope.contexts, matrix } };
    return judgeRunner(evaluateValue(job.runsOn, seen), machine);
  };
  try {
    if (!Array.isArray(combinations) || combinations.length < 2)
      return oneRunner(judgeFor(scope.contexts.matrix), options);
    const judged = combinations.map((combination) => ({ combination, ...oneRunner(judgeFor(combination), options) }));
    const refused = judged.filter((one) => one.reason !== undefined);
    const notes = [...new Set(judged.flatMap((one) => one.notes))];
    if (refused.length === judged.length) return { reason: refused[0]?.reason ?? '', notes };
    return { notes: [...notes, ...refused.map((one) => `${describeCombination(one.combination)}: ${one.reason}`)] };
  } catch {
    return { notes: [] };
  }
}

function oneRunner(
  { refusal, notes }: ReturnType<typeof judgeRunner>,
  options: PlanOptions,
): { reason?: string; notes: readonly string[] } {
  if (refusal === undefined) return { notes };
  return options.otherSystems === 'run' ? { notes: [`although ${refusal}`] } : { reason: refusal, notes };
}

/** What keeps a job from running wherever it is tried. */
export function fixedRefusal(
  job: JobSource,
  { called, depth }: { readonly called: ReadonlyMap<string, WorkflowSource | CdevError>; readonly depth: number },
): string | undefined {
  if (isGiven(job.container)) return 'it runs in a container';
  if (isGiven(job.services))
    return `it needs services in containers: ${Object.keys(job.services as object).join(', ')}`;
  if (job.uses === undefined) return undefined;
  if (!job.uses.startsWith('./')) return `${job.uses} is a workflow from elsewhere; it is not fetched`;
  const source = called.get(job.uses.slice(2));
  if (source === undefined) return `${job.uses} was not read`;
  if (isCdevError(source)) return source.message;
  if (!source.events.has('workflow_call')) return `${job.uses} cannot be called: it has no workflow_call`;
  return depth >= 9 ? 'workflows call each other more than ten deep' : undefined;
}

const isGiven = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  !(typeof value === 'object' && Object.keys(value).length === 0);

function scopeOf({ workflow, event, facts, options, depth }: JobsPlace): Scope {
  const later = new NotKnown('it comes from a job before it');
  const known = Object.fromEntries([...workflow.jobs.keys()].map((id) => [id, later]));
  return {
    contexts: {
      github: githubContext({ workflow, event, facts, overrides: options.github }),
      vars: options.variables ?? {},
      inputs: depth === 0 ? (options.inputs ?? {}) : new NotKnown('inputs come from the workflow that calls'),
      secrets: new NotKnown('secrets are not part of a plan'),
      needs: known,
      steps: new NotKnown('it comes from a step before it'),
      env: new NotKnown('the environment may be changed by steps'),
      job: new NotKnown('it is known when the job runs'),
      runner: new NotKnown('it is known when the job runs'),
      strategy: new NotKnown('it is known when the job runs'),
    },
    status: { success: () => true, failure: () => false, cancelled: () => false },
    hashFiles: () => {
      throw new NotKnownError('files may be changed by steps');
    },
  };
}

/** Whether a condition holds, when all goes well. */
export function judge(holds: () => boolean, what: string): { readonly prospect: Prospect; readonly reason?: string } {
  try {
    return holds() ? { prospect: 'runs' } : { prospect: 'skipped', reason: `${what} does not hold` };
  } catch (error) {
    if (error instanceof NotKnownError) return { prospect: 'depends', reason: error.reason };
    if (error instanceof ExpressionProblem) return { prospect: 'depends', reason: error.message };
    throw error;
  }
}
