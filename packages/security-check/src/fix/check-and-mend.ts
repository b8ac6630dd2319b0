import { relative, sep } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { securityCheck, type SecurityCheckOptions, type SecurityReport } from '../security-check.ts';

export interface MendChoice {
  readonly fix: boolean;
  readonly isDryRun: boolean;
}

export interface MendedReport extends SecurityReport {
  readonly mended: {
    readonly isApplied: boolean;
    readonly files: readonly { readonly path: string; readonly titles: readonly string[]; readonly diff: string }[];
    /** Mends that could not be made ready. */
    readonly gaps: readonly string[];
  };
}

/** The check, and with `fix` the mends that are mechanical: shown, asked for, made; what was mended is looked at again. */
export async function checkAndMend(
  options: SecurityCheckOptions,
  { fix, isDryRun }: MendChoice,
  context: Context,
): Promise<Outcome<MendedReport>> {
  const first = await securityCheck(options, context);
  if (!fix) return { ...first, result: { ...first.result, mended: { isApplied: false, files: [], gaps: [] } } };
  const { applyMends } = await import('./apply-mends.ts');
  const { root } = first.result;
  const { planned, isApplied, gaps } = await applyMends(first.result, { isDryRun, offline: options.offline }, context);
  const { result, status } = isApplied ? await securityCheck(options, context) : first;
  const files = planned.map(({ file, titles, diff }) => ({
    path: relative(root, file).split(sep).join('/'),
    titles,
    diff,
  }));
  return { result: { ...result, mended: { isApplied, files, gaps } }, status };
}
