import type { Context, Outcome } from '@cdev/core/cli';
import { checkPlan, findPlan, type PlanFinding } from '@cdev/deployment-plan';
import { checkSymbolNames } from './plan/check-symbol-names.ts';
import { listFiles, openRepository, resolveCommit } from '@cdev/git';

export interface CheckResult {
  readonly id: string;
  readonly file: string;
  readonly agents: number;
  readonly findings: readonly PlanFinding[];
  /** False when the base commit is not in this repository, so that paths could not be compared with it. */
  readonly filesCompared: boolean;
}

/** Checks any plan, also the ancestors' forms: overlap, cycles, missing files, unknown dependencies. Findings of severity error are findings. */
export async function checkPlanFile(reference: string | undefined, context: Context): Promise<Outcome<CheckResult>> {
  const { commonDir } = await openRepository(context.cwd, { signal: context.signal });
  const { plan, file } = await findPlan({ commonDir, cwd: context.cwd, reference });
  const base = await resolveCommit(context.cwd, plan.base.commit === '' ? 'HEAD' : plan.base.commit);
  const trackedFiles = base === undefined ? undefined : await listFiles(context.cwd, base);
  const findings = [
    ...checkPlan(plan, { trackedFiles }),
    ...(base === undefined ? [] : await checkSymbolNames(plan, context.cwd, base)),
  ];
  const isSound = findings.every(({ severity }) => severity !== 'error');
  return {
    result: { id: plan.id, file, agents: plan.agents.length, findings, filesCompared: trackedFiles !== undefined },
    status: isSound ? 'ok' : 'findings',
  };
}
