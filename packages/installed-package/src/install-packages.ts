import { readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import { openRegistry, startRegistry, type LocalRegistry } from '@cdev/package-registry';
import { errors } from './errors.ts';
import { installFailure } from './install-failure.ts';
import type { InstallPackagesOptions, Installation, InstalledPackage } from './installation.ts';
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
    const managerEnv = {
      // What pnpm notes of a registry that is gone afterwards goes with it.
      ...(registry && { pnpm_config_cache_dir: join(scratch.root, 'pnpm-cache') }),
      ...scratch.managerEnv,
      ...registry?.env,
      npm_config_min_release_age: '0',
    };
    const asked = specs.join(' ');
    const where = { cwd: scratch.folder, env: managerEnv, isolatedEnv: true, signal };
    const outcome = await run(manager, [...commandOf(manager), ...specs], {
      ...where,
      timeLimit,
      allowFailure: true,
      ...(options.onLine && { onLine: options.onLine }),
    });
    const output = stripControl(`${outcome.stderr}\n${outcome.stdout}`);
    if (outcome.timedOut)
      throw errors.make('CDEV_E_INSTALL_TIMED_OUT', { manager, packages: asked, limit: `${timeLimit / 1000} s` });
    if (!outcome.ok) throw installFailure({ manager, packages: asked, output, registry: registry?.url });
    return {
      folder: scratch.folder,
      manager,
      packages: await installed(scratch.folder, specs),
      warnings: warningsIn(output),
      duration: performance.now() - started,
      trialEnv: scratch.trialEnv,
      remove: scratch.remove,
      [Symbol.asyncDispose]: scratch.remove,
    };
  } catch (error) {
    await scratch.remove();
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED'))
      throw errors.make('CDEV_E_INSTALL_NO_MANAGER', { manager }, { cause: error });
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

async function installed(folder: string, specs: readonly string[]): Promise<InstalledPackage[]> {
  const names = specs.map((spec) => spec.replace(/(?<=.)@.*$/, ''));
  return Promise.all(
    [...new Set(names)].map(async (name) => {
      const place = await realpath(join(folder, 'node_modules', name));
      const manifest = JSON.parse(await readFile(join(place, 'package.json'), 'utf8')) as Record<string, unknown>;
      return { name, version: String(manifest['version']), folder: place, manifest };
    }),
  );
}

/** Lines that users see and should not have to: without the ones about this machine. */
function warningsIn(output: string): string[] {
  const lines = output.split('\n').map((line) => line.trim());
  const isWarning = (line: string): boolean =>
    /^npm warn |^\[?WARN\]?\b|^Ignored build scripts|^⚠|unmet peer/i.test(line) &&
    !/unknown (?:env|user) config|using --force/i.test(line);
  return [...new Set(lines.filter(isWarning))];
}
