import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluateCondition, interpolate, type Scope } from '../expression/evaluate.ts';
import { parseAction } from '../source/parse-action.ts';
import type { ActionSource, JobSource, StepSource } from '../source/workflow-source.ts';
import { classifyStep, refusedDeeds } from './classify-step.ts';
import { packageScriptsOf } from './find-package-script.ts';
import { judge, type JobsPlace } from './plan-job.ts';
import { defaultStepName } from './summary-line.ts';
import type { StepPlan } from './workflow-plan.ts';

interface StepsPlace extends JobsPlace {
  readonly scope: Scope;
}

export async function planSteps(job: JobSource, place: StepsPlace): Promise<readonly StepPlan[]> {
  const shell = job.defaults.shell ?? place.workflow.defaults.shell;
  return Promise.all(job.steps.map((step) => planStep(step, { ...place, shell, depth: 0 })));
}

interface StepPlace extends StepsPlace {
  readonly shell: string | undefined;
}

async function planStep(step: StepSource, place: StepPlace): Promise<StepPlan> {
  const { options, machine, scope, workflow } = place;
  const folder = step.workingDirectory === undefined ? [] : [join(workflow.root, step.workingDirectory)];
  const kind = classifyStep(step, {
    machine,
    refused: refusedDeeds(options),
    shell: step.shell ?? place.shell,
    findScript: packageScriptsOf([...folder, workflow.root]),
  });
  const condition = judge(() => evaluateCondition(step.if, scope), 'its if');
  const base = {
    name: nameOf(step, scope),
    line: step.line,
    detail: kind.detail,
    isRefused: false,
    steps: [],
    ...condition,
  };
  if (kind.by === 'nothing')
    return {
      ...base,
      by: 'nothing',
      isRefused: kind.isRefused,
      ...(condition.prospect === 'skipped' ? {} : { prospect: 'not-run', reason: kind.reason }),
    };
  return kind.by === 'local' ? planLocal(kind.path, base, place) : { ...base, by: kind.by };
}

async function planLocal(path: string, base: Omit<StepPlan, 'by'>, place: StepPlace): Promise<StepPlan> {
  const action = await readLocalAction(place.workflow.root, path).catch((error: Error) => error);
  const later: StepPlan = { ...base, by: 'composite', prospect: 'depends' };
  if (!action) return { ...later, reason: `${join(path, 'action.yml')} is not in the repository; a step may write it` };
  if (action instanceof Error) return { ...later, reason: action.message };
  const refusal = actionRefusal(action);
  if (refusal !== undefined) return { ...base, by: 'nothing', prospect: 'not-run', reason: refusal };
  if (action.using !== 'composite') return { ...base, by: 'javascript' };
  if (place.depth > 9) return { ...later, reason: 'actions use each other more than ten deep' };
  // The inputs are known when the action is called.
  const contexts = { ...place.scope.contexts, inputs: place.scope.contexts.steps };
  const inside = { ...place, scope: { ...place.scope, contexts }, depth: place.depth + 1, shell: undefined };
  return { ...base, by: 'composite', steps: await Promise.all(action.steps.map((step) => planStep(step, inside))) };
}

/** Why an action of the repository cannot run here. */
export function actionRefusal({ using }: ActionSource): string | undefined {
  if (using === 'docker') return 'the action runs in a container';
  return using === 'composite' || /^node\d+$/.test(using)
    ? undefined
    : `the action runs with ${using}, which is not known here`;
}

/** Undefined when there is none. @throws CDEV_E_WORKFLOW_INVALID */
export async function readLocalAction(folder: string, path: string): Promise<ActionSource | undefined> {
  for (const name of ['action.yml', 'action.yaml']) {
    const content = await readFile(join(folder, path, name), 'utf8').catch(() => undefined);
    if (content !== undefined) return parseAction(content, path === '' ? name : `${path}/${name}`);
  }
  const isDocker = await access(join(folder, path, 'Dockerfile')).then(
    () => true,
    () => false,
  );
  return isDocker ? parseAction('runs: { using: docker }', path) : undefined;
}

function nameOf(step: StepSource, scope: Scope): string {
  if (step.name === undefined) return defaultStepName(step);
  try {
    return interpolate(step.name, scope);
  } catch {
    return step.name;
  }
}
