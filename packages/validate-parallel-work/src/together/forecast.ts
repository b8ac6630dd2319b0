import { ownerOf, type DeploymentPlan } from '@cdev/deployment-plan';
import { forecastMerges, resolveCommit } from '@cdev/git';
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
    ...(target === undefined ? [] : [{ name: plan.base.branch, commit: target }]),
    ...validations.flatMap(({ agent, commit }) => (commit === undefined ? [] : [{ name: agent, commit }])),
  ];
  const pairs = sides.flatMap((ours, at) => sides.slice(at + 1).map((theirs) => ({ ours, theirs })));
  const merges = await forecastMerges(
    cwd,
    pairs.map(({ ours, theirs }) => ({ ours: ours.commit, theirs: theirs.commit })),
    { signal },
  );
  const conflicts = merges.flatMap((merge, at) => {
    const { ours, theirs } = pairs[at] ?? { ours: { name: '' }, theirs: { name: '' } };
    return merge.conflicts.map(({ path, kind }): ForecastConflict => {
      const owner = ownerOf(plan, path);
      return {
        between: [ours.name, theirs.name],
        path,
        kind,
        ...(owner.kind === 'shared' && { rule: owner.shared.rule }),
      };
    });
  });
  return { pairs: pairs.length, conflicts };
}
