import type { RunState } from '@cdev/agent-run';
import { run } from '@cdev/core/subprocess';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import { resolveCommit } from '@cdev/git';
import { parts } from './part.ts';

/** How the run really came out, looked at by the demo itself. */
export interface Outcome {
  readonly agents: number;
  /** Agents whose work is not in, each with why. */
  readonly missing: readonly { readonly agent: string; readonly reason: string }[];
  readonly isMoved: boolean;
  readonly tests: { readonly ok: boolean; readonly count: string | undefined };
  /** The commands that the issue asks for, and whether each runs on the branch. */
  readonly commands: readonly { readonly command: string; readonly works: boolean }[];
}

export interface OutcomePlace {
  readonly repository: string;
  readonly signal: AbortSignal;
}

/** Runs the tests of the branch and what the issue asks for; nobody's word is taken for it. */
export async function readOutcome(plan: DeploymentPlan, state: RunState, place: OutcomePlace): Promise<Outcome> {
  const ask = async (...args: readonly string[]): Promise<{ ok: boolean; stdout: string }> =>
    run('npm', args, { cwd: place.repository, signal: place.signal, allowFailure: true, timeLimit: 120_000 });
  const tests = await ask('test');
  const commands: { command: string; works: boolean }[] = [];
  for (const name of parts.flatMap(({ scripts }) => Object.keys(scripts)))
    commands.push({ command: `npm run ${name}`, works: (await ask('run', name)).ok });
  return {
    agents: plan.agents.length,
    missing: notIn(plan, state).map((agent) => ({ agent, reason: reasonFor(agent, plan, state) })),
    isMoved: (await resolveCommit(place.repository, `refs/heads/${plan.base.branch}`)) !== plan.base.commit,
    tests: { ok: tests.ok, count: /^(?:#|ℹ) pass (\d+)$/m.exec(tests.stdout)?.[1] },
    commands,
  };
}

/** Agents whose work is not in the branch, in the order of the plan. */
export function notIn({ agents }: DeploymentPlan, state: RunState): readonly string[] {
  return agents.map(({ id }) => id).filter((id) => state.agents.get(id)?.status !== 'merged');
}

function reasonFor(agent: string, plan: DeploymentPlan, state: RunState): string {
  const [reason] = state.agents.get(agent)?.reasons ?? [];
  if (reason !== undefined) return reason;
  const waitsFor = plan.agents.find(({ id }) => id === agent)?.dependsOn ?? [];
  return waitsFor.length > 0 ? `it waits for ${waitsFor.join(', ')}` : 'it has committed nothing';
}
