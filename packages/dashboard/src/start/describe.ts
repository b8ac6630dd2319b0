import { execPath } from 'node:process';
import type { Context } from '@cdev/core/cli';
import { askDescription, lastWords, type CatalogueScript, type ScriptDescription } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';

/**
 * What a script takes, as it says itself.
 * @throws CDEV_E_DASHBOARD_NOT_DESCRIBED for scripts of others, and for old versions of ours
 */
export async function describeScript(
  { bin, binName }: CatalogueScript,
  { cwd, env, signal }: Pick<Context, 'cwd' | 'env' | 'signal'>,
): Promise<ScriptDescription> {
  const { start, description } = await askDescription({ bin, node: execPath, cwd, env, signal, timeLimit: 20_000 });
  if (description) return description;
  const reason = start.brokenOff ?? (lastWords(start) || `it ends with ${start.exitCode ?? 'no exit code'}`);
  throw errors.make('CDEV_E_DASHBOARD_NOT_DESCRIBED', { script: binName, reason });
}
