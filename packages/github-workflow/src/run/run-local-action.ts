import { asText } from '../expression/as-text.ts';
import { execPath } from 'node:process';
import { join } from 'node:path';
import { NotKnown, NotKnownError } from '../expression/context-data.ts';
import { evaluateCondition, evaluateValue, interpolate, type Scope } from '../expression/evaluate.ts';
import { actionRefusal, readLocalAction } from '../plan/plan-step.ts';
import type { ActionSource, StepSource } from '../source/workflow-source.ts';
import { minutes } from './do-step.ts';
import { executeProgram } from './execute-program.ts';
import type { Frame } from './job-state.ts';
import { runSteps, type StepEnd } from './run-step.ts';
import { scopeOf } from './step-scope.ts';
import type { StepResult } from './workflow-run.ts';

interface Use {
  readonly step: StepSource;
  readonly frame: Frame;
  readonly own: Map<string, string>;
  readonly scope: Scope;
}

/** Where an action stands that is not fetched. */
export interface ActionPlace {
  readonly path: string;
  readonly of: 'workspace' | 'repository';
}

/**
 * An action of the repository itself: as it stands in the workspace when its turn comes, or, like the workflow, in the repository, whatever is checked out.
 * @throws CDEV_E_WORKFLOW_INVALID
 */
export async function runLocalAction({ path, of }: ActionPlace, use: Use): Promise<StepEnd> {
  const { job, depth } = use.frame;
  const base = of === 'workspace' ? job.workspace : job.workflow.root;
  const action = await readLocalAction(base, path);
  if (!action) {
    const reason = `there is no action.yml in ./${path}`;
    if (of === 'repository') return { outcome: 'failure', reason: `${reason} of the repository` };
    if (job.notRun.length === 0)
      return { outcome: 'failure', reason: `${reason}; is actions/checkout missing before it?` };
    return {
      outcome: 'not-run',
      reason: `${reason}, and ${job.notRun.join(', ')} may have brought it but was not run`,
    };
  }
  const refusal = actionRefusal(action);
  if (refusal !== undefined) return { outcome: 'not-run', reason: refusal };
  if (depth > 9) return { outcome: 'failure', reason: 'actions use each other more than ten deep' };
  const inputs = inputsOf(action, use);
  const actionPath = join(base, path);
  return action.using === 'composite'
    ? runComposite(action, { ...use, inputs, actionPath })
    : runJavascript(action, { ...use, inputs, actionPath });
}

function inputsOf(action: ActionSource, { step, scope }: Use): Record<string, string> {
  const given = (typeof step.with === 'string' ? evaluateValue(step.with, scope) : step.with) as Record<
    string,
    unknown
  >;
  const text = (value: unknown, seen: Scope): string =>
    typeof value === 'string' ? interpolate(value, seen) : asText(value);
  const inputs: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) inputs[name.toLowerCase()] = text(value, scope);
  for (const [name, input] of Object.entries(action.inputs))
    inputs[name.toLowerCase()] ??= text(input.default, { ...scope, contexts: { ...scope.contexts, inputs } });
  return inputs;
}

interface Call extends Use {
  readonly inputs: Record<string, string>;
  readonly actionPath: string;
}

async function runComposite(action: ActionSource, { frame, own, inputs, actionPath }: Call): Promise<StepEnd> {
  const inner: Frame = {
    job: frame.job,
    depth: frame.depth + 1,
    steps: new Map(),
    layers: [...frame.layers, own],
    inputs,
    actionPath,
    status: 'success',
    shell: undefined,
    workingDirectory: undefined,
  };
  const steps = await runSteps(action.steps, inner);
  const scope = scopeOf(inner);
  const outputs = Object.entries(action.outputs).map(([name, value]) => [name, outputOf(value, scope)]);
  const failed = steps.find(({ status, isTolerated }) => status === 'failed' && !isTolerated);
  const missing = steps.find(isMissing);
  if (missing && steps.every((inside) => isMissing(inside) || inside.status === 'skipped'))
    return { outcome: 'not-run', steps, reason: missing.reason ?? `${missing.name} was not run` };
  return {
    outcome: inner.status,
    outputs: Object.fromEntries(outputs) as Record<string, unknown>,
    steps,
    ...(failed && { reason: `${failed.name}: ${failed.reason ?? 'failed'}` }),
  };
}

function isMissing({ status }: StepResult): boolean {
  return status === 'not-run' || status === 'refused';
}

/** What hangs on something that was not run stays unknown until somebody asks for it. */
export function outputOf(value: string, scope: Scope): unknown {
  try {
    return interpolate(value, scope);
  } catch (error) {
    if (error instanceof NotKnownError) return new NotKnown(error.reason);
    throw error;
  }
}

async function runJavascript(action: ActionSource, call: Call): Promise<StepEnd> {
  const { step, frame, own, scope, inputs, actionPath } = call;
  const variables = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ]);
  const program = (file: string, state: Readonly<Record<string, string>>) => ({
    program: execPath,
    args: [join(actionPath, file)],
    cwd: frame.job.workspace,
    own,
    extra: { ...(Object.fromEntries(variables) as Record<string, string>), ...state },
    action: step.id ?? '__self',
    timeLimit: minutes(step.timeoutMinutes, scope),
  });
  const inside = { ...frame, actionPath };
  const end = await executeProgram(inside, program(action.main ?? '', {}));
  const { post } = action;
  if (post !== undefined) {
    const state = Object.entries(end.state).map(([name, value]) => [`STATE_${name}`, value]);
    frame.job.posts.push({
      name: step.uses ?? action.name,
      run: async () => {
        // A job's own state, whatever the action was called from.
        const holds = evaluateCondition(action.postIf ?? 'always()', scopeOf({ ...frame, depth: 0 }));
        return holds
          ? executeProgram(inside, program(post, Object.fromEntries(state) as Record<string, string>))
          : undefined;
      },
    });
  }
  return end;
}
