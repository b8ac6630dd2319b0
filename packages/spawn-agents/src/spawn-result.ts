import type { AgentState } from '@cdev/agent-run';
import { planFile } from '@cdev/deployment-plan';
import type { Recovered } from './attempt/recover.ts';
import type { DriverName } from './drivers/index.ts';
import type { SpawnRun } from './open-run.ts';
import type { SpawnPlan } from './plan-spawn.ts';
import type { AgentsRun } from './run-agents.ts';
import type { Workspace } from './workspaces/plan-workspaces.ts';

export interface SpawnResult {
  readonly plan: string;
  readonly title: string;
  readonly planFile: string;
  readonly target: string;
  readonly base: string;
  readonly journal: string;
  /** The folder of the agents' logs. */
  readonly logs: string;
  readonly isDryRun: boolean;
  /** What was found of a run that had been interrupted. */
  readonly recovered: readonly Recovered[];
  readonly warnings: readonly string[];
  readonly agents: readonly SpawnedAgent[];
  /** The driver, when agents were (or, dry, would be) run. */
  readonly driver: DriverName | undefined;
  readonly maxParallel: number | undefined;
}

export interface SpawnedAgent {
  readonly agent: string;
  readonly title: string;
  readonly branch: string;
  readonly worktree: string;
  readonly workspace: Workspace['outcome'] | 'removed';
  readonly port: number | undefined;
  /** Milliseconds that its workspace took to make, and bytes that it takes on disk; undefined for one that was there. */
  readonly made?: { readonly duration: number; readonly bytes: number | undefined } | undefined;
  readonly owns: readonly string[];
  readonly waitsFor: readonly string[];
  readonly status: AgentState['status'];
  /** Whether this call ran it, or would. */
  readonly chosen: boolean;
  readonly run: SpawnedRun | undefined;
  readonly tokens: number;
  /** US dollars. */
  readonly cost: number;
  /** How often it asked its model again because that was full or did not answer. */
  readonly retries: number;
}

/** How the agent's run ended in this call. */
export interface SpawnedRun {
  readonly verdict: 'done' | 'failed' | 'timed-out' | 'cancelled' | 'not-started';
  readonly reason: string | undefined;
  readonly steps: readonly string[];
  readonly notes: readonly string[];
  readonly attempt: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly files: { readonly owned: number; readonly shared: number; readonly foreign: readonly string[] } | undefined;
  readonly commit: string | undefined;
  readonly setAside: readonly { readonly ref: string; readonly paths: readonly string[] }[];
  readonly log: string | undefined;
}

export interface Described {
  readonly planned: SpawnPlan;
  readonly workspaces: readonly Workspace[];
  readonly recovered: readonly Recovered[];
  readonly ran: AgentsRun;
  readonly isDryRun: boolean;
}

/** The result of a call, as data. */
export function spawnResult(run: SpawnRun, described: Described): SpawnResult {
  const { planned, workspaces, ran, recovered, isDryRun } = described;
  const { plan, paths } = run;
  return {
    plan: plan.id,
    title: plan.title,
    planFile: planFile(run.repository.commonDir, plan.id),
    ...planned.start,
    journal: paths.journal,
    logs: paths.logs,
    isDryRun,
    recovered,
    warnings: planned.warnings,
    agents: plan.agents.map(({ id, title, owns, dependsOn, branch }): SpawnedAgent => {
      const state = planned.state.agents.get(id);
      const workspace = workspaces.find(({ agent }) => agent.id === id);
      return {
        agent: id,
        title,
        branch: workspace?.branch ?? branch,
        worktree: workspace?.path ?? '',
        workspace: workspace?.outcome ?? 'removed',
        port: workspace?.port ?? state?.ports?.[0],
        made: workspace?.duration === undefined ? undefined : { duration: workspace.duration, bytes: workspace.bytes },
        owns,
        waitsFor: dependsOn,
        status: state?.status ?? 'planned',
        chosen: planned.chosen.toRun.has(id),
        run: spawnedRun(id, ran),
        tokens: state?.tokens ?? 0,
        cost: state?.cost ?? 0,
        retries: state?.retries ?? 0,
      };
    }),
    driver: planned.settings?.driver.name,
    maxParallel: planned.settings?.maxParallel,
  };
}

function spawnedRun(id: string, { ended, notStarted }: AgentsRun): SpawnedRun | undefined {
  const nothing = { attempt: 0, duration: 0, steps: [], notes: [], setAside: [] };
  const blocked = notStarted.find(({ agent }) => agent === id);
  if (blocked)
    return {
      ...nothing,
      verdict: 'not-started',
      reason: blocked.reason,
      files: undefined,
      commit: undefined,
      log: undefined,
    };
  const end = ended.find(({ agent }) => agent === id);
  if (!end) return undefined;
  const { verdict, reason, steps, notes, attempt, duration, work, commit, log } = end;
  return {
    verdict,
    reason,
    steps,
    notes,
    attempt,
    duration,
    files: work && {
      owned: work.owned.length,
      shared: work.shared.length,
      foreign: work.foreign.map(({ path }) => path),
    },
    commit: commit?.commit,
    setAside: (commit?.setAside ?? []).map(({ ref, paths }) => ({ ref, paths })),
    log,
  };
}
