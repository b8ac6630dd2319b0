import type { Context } from '@cdev/core/cli';
import { applyFixes, planFixes, type PlannedFix } from '@cdev/file-fix';
import type { SecurityReport } from '../security-check.ts';
import { pinActions } from './pin-actions.ts';

export interface MendOptions {
  readonly isDryRun: boolean;
  readonly offline: boolean;
}

export interface Mended {
  readonly planned: readonly PlannedFix[];
  readonly isApplied: boolean;
  /** Mends that could not be made ready, one sentence each. */
  readonly gaps: readonly string[];
}

/** Shows what would be changed as a diff, asks, and changes it; with `isDryRun` it only shows. @throws CDEV_E_FILE_FIX_* */
export async function applyMends(
  { root, issues }: SecurityReport,
  { isDryRun, offline }: MendOptions,
  context: Context,
): Promise<Mended> {
  const pins = await pinActions({ root, issues, offline }, context);
  const planned = await planFixes(root, [...issues.flatMap(({ fix }) => fix ?? []), ...pins.fixes]);
  if (planned.length === 0 || isDryRun) return { planned, isApplied: false, gaps: pins.gaps };
  for (const { file, diff } of planned) context.progress.note(`${file}\n${diff}`);
  await context.prompt.confirm(`Change ${planned.length === 1 ? 'this file' : `these ${planned.length} files`}?`);
  await applyFixes(planned);
  return { planned, isApplied: true, gaps: pins.gaps };
}
