import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openRegistry, type LocalRegistry } from '@cdev/package-registry';
import type { InstallManager, TrialOptions } from './installation.ts';
import { startProgram, type ProgramStart } from './start-program.ts';
import { managerEnvironment } from './trial-environment.ts';

export interface TryNpxOptions extends TrialOptions {
  /** `name`, `name@1.2.0` */
  readonly package: string;
  /** Default: the bin that npx chooses. */
  readonly bin?: string | undefined;
  /** Default `--version`. */
  readonly args?: readonly string[] | undefined;
  /** `npm` runs `npx`, `pnpm` runs `pnpm dlx`. Default `npm`. */
  readonly manager?: InstallManager | undefined;
  /** Default: the registries that npm is configured with. */
  readonly registry?: Pick<LocalRegistry, 'env'> | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the trial may put what it needs; what is in there already stays. */
  readonly folder: string;
}

export interface NpxTrial extends ProgramStart {
  /** As a user would type it. */
  readonly command: string;
}

/** Runs a package's bin without installing it, in an empty folder, from a store of its own: nothing that an earlier run left serves. */
export async function tryNpx(options: TryNpxOptions): Promise<NpxTrial> {
  const { package: spec, bin, args = ['--version'], manager = 'npm', registry, timeLimit = 120_000, signal } = options;
  await mkdir(options.folder, { recursive: true });
  const root = await mkdtemp(join(options.folder, 'npx-'));
  const [cwd, cache, binFolder] = [join(root, 'cwd'), join(root, 'cache'), join(root, 'bin')];
  for (const made of [cwd, cache, binFolder]) await mkdir(made);
  if (process.platform !== 'win32') await symlink(process.execPath, join(binFolder, 'node'));
  const own = managerEnvironment(options.env, binFolder);
  const env = {
    ...own,
    ...registry?.env,
    CI: 'true',
    npm_config_min_release_age: '0',
    pnpm_config_minimum_release_age: '0',
  };
  const command = commandOf(manager, spec, bin, args);
  const [file = '', ...rest] = command;
  // npx keeps what it installed beside npm's cache, by the words it was asked for with. Downloads may be shared, that may not.
  if (manager === 'npm') {
    const { cacheFolder } = await openRegistry({ cwd, env: own });
    if (cacheFolder !== undefined) await symlink(cacheFolder, join(cache, '_cacache'), 'junction').catch(() => {});
  }
  const isolated =
    manager === 'npm'
      ? { npm_config_cache: cache }
      : { pnpm_config_dlx_cache_max_age: '0', pnpm_config_cache_dir: cache };
  const start = await startProgram(file, rest, { cwd, env: { ...env, ...isolated }, timeLimit, signal });
  return { command: command.join(' '), ...start };
}

function commandOf(manager: InstallManager, spec: string, bin: string | undefined, args: readonly string[]): string[] {
  const first = manager === 'npm' ? ['npx', '--yes'] : ['pnpm', 'dlx'];
  return bin === undefined
    ? [...first, spec, ...args]
    : [...first, `--package=${spec}`, ...(manager === 'npm' ? ['--'] : []), bin, ...args];
}
