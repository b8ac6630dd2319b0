import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import { healthHistoryFile, readHealthHistory, type HealthEntry } from '@cdev/script-catalogue';

/** The last checks, oldest first. @throws CDEV_E_HEALTH_CHECK_NEVER_RUN */
export async function showHistory(
  { last, history }: { readonly last: number; readonly history: string | undefined },
  { cwd, home }: Context,
): Promise<Outcome<readonly HealthEntry[]>> {
  const file = history === undefined ? healthHistoryFile(home) : resolve(cwd, history);
  const entries = readHealthHistory(file);
  if (entries.length === 0) throw errors.make('CDEV_E_HEALTH_CHECK_NEVER_RUN', { file });
  return { result: entries.slice(-Math.max(1, Math.trunc(last))), status: 'ok' };
}
