import type { Coupling } from '@cdev/code-graph';
import type { Prompt } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { checkPlan, claimPath, type DeploymentPlan } from '@cdev/deployment-plan';
import { counted } from '../counted.ts';
import { mergeAgents, renameAgent } from './change-plan.ts';

export interface ReviewOptions {
  readonly assemble: (maxAgents: number) => DeploymentPlan;
  readonly prompt: Prompt;
  readonly between: Coupling;
  readonly trackedFiles: readonly string[];
}

type Step = 'accept' | 'fewer' | 'move' | 'merge' | 'rename' | 'back' | 'undo';

/**
 * Shows the cut to the person at the terminal until it is accepted. Files move, agents are merged and renamed; how much the agents'
 * files hang together is shown each time, and what the plan's own check refuses is not done.
 */
export async function reviewPlan(plan: DeploymentPlan, options: ReviewOptions): Promise<DeploymentPlan> {
  const { prompt, between } = options;
  let current = plan;
  const before: DeploymentPlan[] = [];
  let note = '';
  for (;;) {
    const several = current.agents.length > 1;
    const step = await prompt.choose<Step>(`${planText(current, between)}${note}\nWhat now?`, [
      { value: 'accept', label: 'Take this plan' },
      ...(several ? [{ value: 'fewer' as const, label: `With ${counted(current.agents.length - 1, 'agent')}` }] : []),
      { value: 'back', label: 'Start again from the first cut' },
      ...(several
        ? [
            { value: 'move' as const, label: 'Move a file to another agent' },
            { value: 'merge' as const, label: 'Merge two agents' },
          ]
        : []),
      { value: 'rename', label: 'Rename an agent' },
      ...(before.length > 0 ? [{ value: 'undo' as const, label: 'Take the last change back' }] : []),
    ]);
    if (step === 'accept') return current;
    if (step === 'undo') {
      current = before.pop() ?? plan;
      note = '';
      continue;
    }
    const next = step === 'back' ? plan : await change(current, step, options);
    const refusal = typeof next === 'string' ? next : refusalOf(next, options.trackedFiles);
    if (refusal !== undefined) {
      note = `\nNot done: ${refusal}`;
      continue;
    }
    const changed = next as DeploymentPlan;
    note = couplingChange(current, changed, between) + newPaths(current, changed, options.trackedFiles);
    before.push(current);
    current = changed;
  }
}

/** @returns why it cannot be done, or the plan after it */
async function change(
  plan: DeploymentPlan,
  step: 'fewer' | 'move' | 'merge' | 'rename',
  { assemble, prompt }: ReviewOptions,
): Promise<DeploymentPlan | string> {
  if (step === 'fewer') return assemble(plan.agents.length - 1);
  const choose = (question: string, except?: string): Promise<string> =>
    prompt.choose(
      question,
      plan.agents.filter(({ id }) => id !== except).map(({ id, title }) => ({ value: id, label: `${id}  ${title}` })),
    );
  if (step === 'move') {
    const path = (await prompt.text('Which file? ')).trim();
    const from = plan.agents.find(({ owns }) => owns.includes(path))?.id;
    const agent = await choose(`${path}${from === undefined ? ', which nobody owns' : ` of ${from}`}, to whom?`, from);
    try {
      return claimPath(plan, { agent, path, from }).plan;
    } catch (error) {
      if (isCdevError(error)) return error.message;
      throw error;
    }
  }
  if (step === 'merge') {
    const first = await choose('Which one takes over?');
    return mergeAgents(plan, first, await choose(`What does ${first} take over?`, first));
  }
  const id = await choose('Which one?');
  const renamed = renameAgent(plan, id, await prompt.text(`The new name of ${id}: `));
  return renamed === plan ? 'that is no name' : renamed;
}

/** A path that nobody had before and that is not there is to be made, or was mistyped. */
function newPaths(before: DeploymentPlan, after: DeploymentPlan, trackedFiles: readonly string[]): string {
  const known = new Set([...trackedFiles, ...before.agents.flatMap(({ owns }) => owns)]);
  return after.agents
    .flatMap(({ id, owns }) =>
      owns
        .filter((path) => !known.has(path) && !/[*?[{]/.test(path))
        .map((path) => `\n${path} is not in the repository: ${id} would make it`),
    )
    .join('');
}

function refusalOf(plan: DeploymentPlan, trackedFiles: readonly string[]): string | undefined {
  return checkPlan(plan, { trackedFiles }).find(({ severity }) => severity === 'error')?.message;
}

function planText(plan: DeploymentPlan, between: Coupling): string {
  const agents = plan.agents.map(
    ({ id, owns, dependsOn }) =>
      `  ${id}: ${owns.join(', ') || 'no paths'}${dependsOn.length > 0 ? ` (after ${dependsOn.join(', ')})` : ''}`,
  );
  return [plan.title, ...agents, `  coupling between agents ${couplingOf(plan, between).toFixed(2)}`].join('\n');
}

function couplingChange(before: DeploymentPlan, after: DeploymentPlan, between: Coupling): string {
  const [was, is] = [couplingOf(before, between), couplingOf(after, between)];
  return was.toFixed(2) === is.toFixed(2) ? '' : `\nThe coupling between agents was ${was.toFixed(2)}`;
}

/** How much the files of different agents hang together: less of it is less to agree on. */
function couplingOf({ agents }: DeploymentPlan, between: Coupling): number {
  let sum = 0;
  for (const [at, { owns }] of agents.entries())
    for (const other of agents.slice(at + 1))
      for (const path of owns) for (const foreign of other.owns) sum += between(path, foreign);
  return sum;
}
