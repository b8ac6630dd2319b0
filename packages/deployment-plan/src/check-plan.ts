import { checkClaimable } from './check/check-claimable.ts';
import { checkDependencies } from './check/check-dependencies.ts';
import { checkNames } from './check/check-names.ts';
import { checkOverlaps } from './check/check-overlaps.ts';
import { checkOwnership } from './check/check-ownership.ts';
import { checkPaths } from './check/check-paths.ts';
import { checkReads } from './check/check-reads.ts';
import { checkSymbols } from './check/check-symbols.ts';
import { createFileIndex } from './check/file-index.ts';
import { errorFinding, warningFinding, type PlanFinding } from './check/plan-finding.ts';
import { errors } from './errors.ts';
import type { Check, DeploymentPlan, WithUnknownFields } from './plan.ts';

export interface CheckPlanOptions {
  /** The repository's tracked paths at the base, posix. Without them nothing is said about files that are missing. */
  readonly trackedFiles?: Iterable<string> | undefined;
}

/** Everything that does not fit together in a plan, errors first, each in the order of the plan. An empty list is a sound plan. */
export function checkPlan(plan: DeploymentPlan, { trackedFiles }: CheckPlanOptions = {}): readonly PlanFinding[] {
  const files = trackedFiles && [...trackedFiles];
  const tracked = files && createFileIndex(files);
  const promised = plan.agents.flatMap(({ creates }) => creates);
  const findings = [
    ...checkNames(plan),
    ...checkPaths(plan),
    ...checkDependencies(plan),
    ...checkOverlaps(plan, createFileIndex([...promised, ...(files ?? [])])),
    ...checkOwnership(plan, tracked),
    ...checkSymbols(plan),
    ...checkClaimable(plan, tracked),
    ...(tracked ? checkReads(plan, tracked) : []),
    ...checkCommands(plan),
    ...checkUnknownFields(plan),
  ];
  return [
    ...findings.filter(({ severity }) => severity === 'error'),
    ...findings.filter(({ severity }) => severity === 'warning'),
  ];
}

/**
 * Refuses a plan with errors; warnings pass.
 * @throws CDEV_E_PLAN_UNSOUND with all findings in its details.
 */
export function assertPlan(plan: DeploymentPlan, options?: CheckPlanOptions): void {
  const found = checkPlan(plan, options).filter(({ severity }) => severity === 'error');
  if (found.length === 0) return;
  const lines = found.slice(0, 20).map(({ where, message, fix }) => `  ${where}: ${message} → ${fix}`);
  if (found.length > 20) lines.push(`  … and ${found.length - 20} more`);
  const count = found.length === 1 ? '1 error' : `${found.length} errors`;
  const parameters = { plan: plan.id, count, findings: lines.join('\n') };
  throw errors.make('CDEV_E_PLAN_UNSOUND', parameters, { details: { plan: plan.id, findings: found } });
}

function checkCommands(plan: DeploymentPlan): readonly PlanFinding[] {
  const lists: readonly (readonly [string, readonly Check[]])[] = [
    ['checks', plan.checks],
    ...plan.agents.map(({ checks }, index) => [`agents[${index}].checks`, checks] as const),
  ];
  return lists.flatMap(([where, checks]) =>
    checks.flatMap(({ name, command, timeLimit }, index) => {
      if (command.trim() === '')
        return [
          errorFinding('check-command', `${where}[${index}].command`, {
            message: `The check "${name}" runs nothing`,
            fix: 'Give it a command, or remove it',
          }),
        ];
      if (timeLimit !== undefined && timeLimit <= 0)
        return [
          errorFinding('check-command', `${where}[${index}].timeLimit`, {
            message: `The check "${name}" has no time to run`,
            fix: 'Give it a number of seconds above 0',
          }),
        ];
      return [];
    }),
  );
}

/** Most often a slip of the pen; kept in the plan all the same, because a newer tool may mean something by it. */
function checkUnknownFields(plan: DeploymentPlan): readonly PlanFinding[] {
  const places: readonly (readonly [string, WithUnknownFields])[] = [
    ['', plan],
    ['base.', plan.base],
    ...plan.agents.map((agent, index) => [`agents[${index}].`, agent] as const),
    ...plan.shared.map((entry, index) => [`shared[${index}].`, entry] as const),
    ...plan.shared.flatMap(({ symbols = [] }, index) =>
      symbols.map((share, at) => [`shared[${index}].symbols[${at}].`, share] as const),
    ),
    ...(plan.claimable ?? []).map((entry, index) => [`claimable[${index}].`, entry] as const),
    ...(plan.reviewers ?? []).map((entry, index) => [`reviewers[${index}].`, entry] as const),
  ];
  return places.flatMap(([where, { unknownFields = {} }]) =>
    Object.keys(unknownFields).map((name) =>
      warningFinding('unknown-field', `${where}${name}`, {
        message: `"${name}" is no field of a plan and has no effect`,
        fix: 'Correct its name, or remove it',
      }),
    ),
  );
}
