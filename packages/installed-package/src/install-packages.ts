import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openRegistry, startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { errors } from './errors.ts';
import type { InstallPackagesOptions, Installation } from './installation.ts';
import { installedIn } from './installed-in.ts';
import { runManager, warningsIn } from './run-manager.ts';
import { scratchProject } from './scratch-project.ts';

/**
 * Installs packages into a new scratch project, as a user would.
 * @throws CDEV_E_INSTALL_NOT_FOUND, _FAILED, _TIMED_OUT, _FOLDER_IN_USE, _TARBALL; the folder is removed then
 */
export async function installPackages(options: InstallPackagesOptions): Promise<Installation> {
  const { manager, env, signal, timeLimit = 300_000, strict = false } = options;
  const started = performance.now();
  const scratch = await scratchProject({ root: options.folder, env, strict });
  let opened: LocalRegistry | undefined;
  try {
    if (options.registry === undefined && needsRegistry(options)) opened = await registryHere(options);
    const registry = options.registry ?? opened;
    const specs = await available(options, registry);
    const output = await runManager(scratch, [...commandOf(manager), ...specs], {
      manager,
      asked: specs.join(' '),
      registry,
      timeLimit,
      signal,
      onLine: options.onLine,
    });
    return {
      folder: scratch.folder,
      manager,
      packages: await installedIn(scratch.folder, specs),
      warnings: warningsIn(output),
      duration: performance.now() - started,
      trialEnv: scratch.trialEnv,
      remove: scratch.remove,
      [Symbol.asyncDispose]: scratch.remove,
    };
  } catch (error) {
    await scratch.remove();
    throw error;
  } finally {
    await opened?.close();
  }
}

function commandOf(manager: 'npm' | 'pnpm'): string[] {
  return manager === 'npm'
    ? ['install', '--no-audit', '--no-fund', '--no-progress']
    : ['add', '--reporter=append-only'];
}

function isFile(spec: string): boolean {
  return /\.t(?:ar\.)?gz$/.test(spec);
}

/** For tarballs; and for a project, whose scopes and credentials the scratch project would not have. */
function needsRegistry({ packages, project }: InstallPackagesOptions): boolean {
  return project !== undefined || packages.some(isFile);
}

async function registryHere({ project, env, signal }: InstallPackagesOptions): Promise<LocalRegistry> {
  const upstream = await openRegistry({ cwd: project ?? '/', env, signal });
  return startRegistry({ upstream, env, mergesUpstream: true });
}

/** What the package manager is asked for; tarballs are in the registry by then. */
async function available(
  { packages, project = '.' }: InstallPackagesOptions,
  registry: Pick<LocalRegistry, 'put'> | undefined,
): Promise<string[]> {
  const specs: string[] = [];
  for (const spec of packages)
    if (isFile(spec) && registry) {
      const { name, version } = await put(registry, resolve(project, spec));
      specs.push(`${name}@${version}`);
    } else specs.push(spec);
  return specs;
}

async function put(registry: Pick<LocalRegistry, 'put'>, file: string): ReturnType<LocalRegistry['put']> {
  try {
    return await registry.put(await readFile(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw errors.make('CDEV_E_INSTALL_TARBALL', { file, reason }, { cause });
  }
}
