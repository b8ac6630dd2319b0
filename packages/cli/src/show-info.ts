import { existsSync } from 'node:fs';
import type { Context, Outcome } from '@cdev/core/cli';
import { findAdded, unreadableLocks, type FoundAdded } from '@cdev/added-script';
import { budgetText, scriptAt } from '@cdev/script-catalogue';
import { errors } from './errors.ts';
import { scriptBin, scriptFolder, scriptManifest } from './script-bin.ts';
import { isScriptName, scriptNames, separateScripts } from './script-names.ts';

export interface ScriptInfo {
  readonly script: string;
  readonly package: string;
  readonly version: string;
  readonly description: string;
  /** Absolute. */
  readonly folder: string;
  readonly bin: string;
  readonly hasBin: boolean;
  readonly owner: string | undefined;
  readonly priority: string | undefined;
  readonly stability: string | undefined;
  /** What it may cost, in words; undefined for no limit. */
  readonly budget: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** The runs in `~/.cdev`; undefined when there was none. */
  readonly runs: { readonly count: number; readonly errors: number; readonly last: string } | undefined;
}

/**
 * What is known of one script: its package, its owner, how often it ran.
 * @throws CDEV_E_FRONT_SCRIPT_UNKNOWN, CDEV_E_FRONT_LOCK_BROKEN, CDEV_E_FRONT_ADDED_NOT_INSTALLED, CDEV_E_PARALLEL_SCRIPT_NOT_INSTALLED
 */
export async function showInfo(script: string, { cwd, home, signal }: Context): Promise<Outcome<ScriptInfo>> {
  const name = script.replace(/^cdev-|^@cdev\//, '');
  const added = isScriptName(name) ? undefined : findAdded(name, { cwd, home });
  if (added?.isInstalled === false)
    throw errors.make('CDEV_E_FRONT_ADDED_NOT_INSTALLED', { script: name, lock: added.place.lock });
  if (added) return addedInfo(added, { home, signal });
  if (!isScriptName(name)) {
    const [broken] = unreadableLocks({ cwd, home });
    if (broken)
      throw errors.make(
        'CDEV_E_FRONT_LOCK_BROKEN',
        { script: name, problem: broken.message, step: broken.steps[0] },
        { cause: broken },
      );
    throw errors.make('CDEV_E_FRONT_SCRIPT_UNKNOWN', {
      script,
      known: [...scriptNames, ...separateScripts].join(', '),
    });
  }
  const [folder, manifest, bin] = [scriptFolder(name, cwd), scriptManifest(name, cwd), scriptBin(name, cwd)];
  if (folder === undefined || manifest === undefined || bin === undefined)
    throw errors.make('CDEV_E_PARALLEL_SCRIPT_NOT_INSTALLED', { script: name });
  const runs = await runsOf(name, { home, signal });
  const { owner, priority, stability, budget, env = {} } = manifest.cdev ?? {};
  return {
    result: {
      script: name,
      package: manifest.name,
      version: manifest.version,
      description: manifest.description,
      folder,
      bin,
      hasBin: existsSync(bin),
      owner,
      priority,
      stability,
      budget: budgetText(budget) || undefined,
      env,
      runs,
    },
    status: 'ok',
  };
}

async function runsOf(name: string, { home, signal }: Pick<Context, 'home' | 'signal'>): Promise<ScriptInfo['runs']> {
  const { openRunHistory } = await import('@cdev/run-history');
  using history = await openRunHistory({ home, signal });
  const [runs] = history.scripts({ script: `cdev-${name}` });
  return runs && { count: runs.runs, errors: runs.errors, last: runs.last };
}

async function addedInfo(
  { script, folder, bin }: FoundAdded,
  context: Pick<Context, 'home' | 'signal'>,
): Promise<Outcome<ScriptInfo>> {
  const { name, version, package: packageName } = script;
  const found = scriptAt(folder);
  const { owner, priority, stability, budget, env = {} } = found?.metadata ?? {};
  const about = { script: name, package: packageName, version, description: found?.description ?? '', folder, bin };
  const runs = await runsOf(name, context);
  const allowed = budgetText(budget) || undefined;
  return {
    result: { ...about, hasBin: existsSync(bin), owner, priority, stability, budget: allowed, env, runs },
    status: 'ok',
  };
}
