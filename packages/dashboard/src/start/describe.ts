import { execPath, versions } from 'node:process';
import { limitsOf } from '@cdev/added-script';
import type { Context } from '@cdev/core/cli';
import { askDescription, lastWords, type CatalogueScript, type ScriptDescription } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';

/**
 * What a script takes, as it says itself.
 * @throws CDEV_E_DASHBOARD_NOT_DESCRIBED for scripts of others, and for old versions of ours
 */
export async function describeScript(
  { bin, binName, added }: CatalogueScript,
  { cwd, env, home, signal }: Pick<Context, 'cwd' | 'env' | 'home' | 'signal'>,
): Promise<ScriptDescription> {
  const nodeOptions = added && limitsOf(added, { cwd, home, node: versions.node });
  const startable = { bin, node: execPath, nodeOptions, cwd, env, signal, timeLimit: 20_000 };
  const { start, description } = await askDescription(startable);
  if (description) return description;
  const reason = start.brokenOff ?? (lastWords(start) || `it ends with ${start.exitCode ?? 'no exit code'}`);
  throw errors.make('CDEV_E_DASHBOARD_NOT_DESCRIBED', { script: binName, reason });
}
