import { forgetDecisions, learnMerges, type RememberedDecision } from '@cdev/branch-merge';
import type { Context, Outcome } from '@cdev/core/cli';
import { openRepository } from '@cdev/git';
import { errors } from '../errors.ts';

export interface ForgetOptions {
  /** From the top of the repository. */
  readonly path: string | undefined;
  readonly all: boolean;
  readonly isDryRun: boolean;
}

export interface ForgottenResolutions {
  /** How many decisions were remembered of it. */
  readonly count: number;
  readonly isDryRun: boolean;
}

/**
 * Forgets what was decided in a file, or everything. The merges that it was learnt from stay looked at, so that it is not learnt again.
 * @throws CDEV_E_RESOLVE_FORGET_WHAT
 */
export async function forgetResolutions(
  { path, all, isDryRun }: ForgetOptions,
  context: Context,
): Promise<Outcome<ForgottenResolutions>> {
  if ((path === undefined) !== all) throw errors.make('CDEV_E_RESOLVE_FORGET_WHAT');
  const repository = await openRepository(context.cwd, { signal: context.signal });
  // What is only about to be learnt would come back with the next run.
  if (!isDryRun) await learnMerges(repository, context.signal);
  const which = path === undefined ? undefined : (decision: RememberedDecision): boolean => decision.path === path;
  const count = await forgetDecisions(repository.commonDir, { which, isDryRun });
  return { result: { count, isDryRun }, status: 'ok' };
}
