import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import {
  installPackages,
  tryBins,
  tryImports,
  tryTypesOfAll,
  type Installation,
  type InstallManager,
  type TypeTrial,
} from '@cdev/installed-package';
import type { LocalRegistry } from '@cdev/package-registry';
import type { PackedInstallation, PackedTrial } from './packed-run.ts';

export interface TryOptions {
  readonly manager: InstallManager;
  /** A folder of this run alone. */
  readonly scratch: string;
  /** Top of the workspace: whose settings and TypeScript hold. */
  readonly root: string;
  /** `name@version`. */
  readonly specs: readonly string[];
  readonly names: readonly string[];
  readonly registry: LocalRegistry;
  readonly timeLimit: number;
  /** Types are the same whoever installed them: true for the first that asks, whose installation was ready first. */
  readonly claimTypes: () => boolean;
}

export interface Tried {
  readonly installation: PackedInstallation;
  readonly trials: readonly PackedTrial[];
}

/**
 * Installs the packages into a scratch project and tries them there. With pnpm a package sees nothing but what it declares.
 * @throws CDEV_E_INSTALL_*
 */
export async function tryInstallation(options: TryOptions, context: Context): Promise<Tried> {
  const { manager, scratch, root, specs, names, registry } = options;
  const task = context.progress.begin(`${manager}  install and try`);
  try {
    await using installation = await installPackages({
      folder: join(scratch, `project-${manager}`),
      packages: specs,
      manager,
      registry,
      project: root,
      env: context.env,
      signal: context.signal,
      strict: manager === 'pnpm',
      onLine: (line) => context.log.debug(line, { manager }),
    });
    task.update(`trying ${names.length === 1 ? names[0] : `${names.length} packages`}`);
    const trials = await tryAll(installation, options, context);
    task.done();
    const { duration, warnings } = installation;
    return { installation: { manager, duration: Math.round(duration), warnings }, trials };
  } catch (error) {
    task.failed();
    throw error;
  }
}

async function tryAll(
  installation: Installation,
  options: TryOptions,
  context: Context,
): Promise<readonly PackedTrial[]> {
  const { manager, names, root, timeLimit, claimTypes } = options;
  const limits = { signal: context.signal, timeLimit };
  const compiling = claimTypes()
    ? tryTypesOfAll(installation, names, { ...limits, project: root, env: context.env })
    : undefined;
  // Whatever fails meanwhile, this promise has an owner.
  compiling?.catch(() => {});
  const found: Omit<PackedTrial, 'types'>[] = [];
  const queue = [...names];
  const worker = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const [bins, imports] = await Promise.all([
        tryBins(installation, name, limits),
        tryImports(installation, name, limits),
      ]);
      found.push({ package: name, manager, bins, imports });
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  const types = await compiling?.catch((error: unknown) => withoutTypeScript(error, names));
  return names.map((name) => ({
    ...(found.find((one) => one.package === name) as Omit<PackedTrial, 'types'>),
    types: types?.get(name) ?? [],
  }));
}

/** A project without TypeScript is given one; where that cannot be had, types are not tried, which says nothing against the packages. */
function withoutTypeScript(error: unknown, names: readonly string[]): ReadonlyMap<string, readonly TypeTrial[]> {
  if (!isCdevError(error) || !/^CDEV_E_INSTALL_(?:FAILED|NOT_FOUND|TIMED_OUT)$/.test(error.code)) throw error;
  const trial: TypeTrial = {
    consumer: 'nodenext import',
    outcome: 'not run',
    reason: 'the project has no TypeScript, and none could be installed',
    entries: [],
    problems: [],
    typescript: undefined,
    duration: 0,
  };
  return new Map(names.map((name) => [name, [trial]]));
}
