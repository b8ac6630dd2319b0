import { surfaces } from '@cdev/secret-scan';
import type { SecurityCheckOptions, SecurityReport } from '../security-check.ts';
import type { SurfaceCheck } from '../surface/surface-check.ts';
import type { CheckKind, CheckReport } from './check-report.ts';

/** What was not looked at may be what an entry is for. */
export function isWhole(
  { only, staged, since }: SecurityCheckOptions,
  surfaceChecks: readonly SurfaceCheck[],
): boolean {
  const isAll = only.length === 0 || (only.includes('secrets') && only.every((name) => !isIn(surfaces, name)));
  return isAll && !staged && since === undefined && surfaceChecks.every(({ gaps }) => gaps.length === 0);
}

/** The same of another kind of check. */
export function isWholeCheck(
  { staged, since }: SecurityCheckOptions,
  checks: readonly CheckReport[],
  kind: CheckKind,
): boolean {
  return !staged && since === undefined && checks.some(({ check, status }) => check === kind && status === 'checked');
}

function isIn(list: readonly string[], name: string): boolean {
  return list.includes(name);
}

/** Kinds of check that had something to look at and could not: nobody could be asked. Their silence is not an answer. */
export function unanswered(checks: readonly CheckReport[]): readonly CheckReport[] {
  return checks.filter(({ isPending }) => isPending);
}

/** Kinds of check that had something to look at and did not look at all of it. */
export function incomplete(checks: readonly CheckReport[]): readonly CheckReport[] {
  return checks.filter(({ gaps }) => gaps.length > 0);
}

/** What the whole comes to: an answer that may still come is waited for before what nobody will look at is held against it. */
export function statusOf(
  { counts, checks }: Pick<SecurityReport, 'counts' | 'checks'>,
  { failOn, failOnPartly }: Pick<SecurityCheckOptions, 'failOn' | 'failOnPartly'>,
): 'ok' | 'findings' | 'pending' {
  if (fails(counts, failOn)) return 'findings';
  if (failOn !== 'never' && unanswered(checks).length > 0) return 'pending';
  return failOnPartly && incomplete(checks).length > 0 ? 'findings' : 'ok';
}

/** Whether the answer is no. */
function fails(counts: SecurityReport['counts'], failOn: SecurityCheckOptions['failOn']): boolean {
  if (failOn === 'never') return false;
  if (failOn === 'note') return counts.error + counts.warning + counts.note > 0;
  return counts.error + (failOn === 'warning' ? counts.warning : 0) > 0;
}
