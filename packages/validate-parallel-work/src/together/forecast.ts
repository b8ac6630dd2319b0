import { ownerOf, type DeploymentPlan } from '@cdev/deployment-plan';
import { forecastEdges, type UsedExport } from '@cdev/branch-merge';
import { resolveCommit } from '@cdev/git';
import type { AgentValidation } from '../agent/validate-agent.ts';

export interface ForecastConflict {
  /** Agent ids, or the target branch's name. */
  readonly between: readonly [string, string];
  readonly path: string;
  /** `content`, `add/add`, `modify/delete`, …: as git names it. */
  readonly kind: string;
  /** The plan's rule for the path, under which integration will try to merge it; absent where the plan has none. */
  readonly rule?: string;
}

export interface MergeForecast {
  /** Pairs that were looked at. */
  readonly pairs: number;
  readonly conflicts: readonly ForecastConflict[];
  /** What would merge and may not work together: exports that one agent changes and another uses in what it changes. */
  readonly uses: readonly (UsedExport & { readonly between: readonly [string, string] })[];
}

export interface ForecastOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/** How the agents' commits would merge with the target and with each other, without touching any working tree. */
export async function forecast(
  plan: DeploymentPlan,
  validations: readonly AgentValidation[],
  { cwd, signal }: ForecastOptions,
): Promise<MergeForecast> {
  const target = await resolveCommit(cwd, `refs/heads/${plan.base.branch}`);
  const sides = [
    ...(target === undefined ? [] : [{ id: plan.base.branch, commit: target, base: undefined }]),
    ...validations.flatMap(({ agent, commit, base }) => (commit === undefined ? [] : [{ id: agent, commit, base }])),
  ];
  const edges = await forecastEdges(cwd, sides, { signal });
  const conflicts = edges.flatMap(({ between, conflicts: found }) =>
    found.map(({ path, kind }): ForecastConflict => {
      const owner = ownerOf(plan, path);
      return { between, path, kind, ...(owner.kind === 'shared' && { rule: owner.shared.rule }) };
    }),
  );
  const uses = edges.flatMap(({ between, uses: found }) => found.map((use) => ({ between, ...use })));
  return { pairs: (sides.length * (sides.length - 1)) / 2, conflicts, uses };
}
