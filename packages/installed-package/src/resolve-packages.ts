import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startRegistry, type Registry } from '@cdev/package-registry';
import { runManager } from './run-manager.ts';
import { scratchProject } from './scratch-project.ts';

export interface ResolvePackagesOptions {
  /** A folder that is not there yet, or is empty; it is removed again. */
  readonly folder: string;
  /** The tarball of the package whose needs are looked for; it need not be in any registry. */
  readonly tarball: Uint8Array;
  /** Where all that it needs comes from. */
  readonly registry: Registry;
  /** For npm. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds. Default 300,000. */
  readonly timeLimit?: number | undefined;
}

/**
 * What npm would install for a package now, peers and other machines' optional packages with it. Nothing is installed, and nothing of any package is run.
 * @returns npm's lock file, without the addresses of packages of a registry: they can be had from any that has them, by their integrity
 * @throws CDEV_E_INSTALL_NOT_FOUND, _FAILED, _TIMED_OUT, _NO_MANAGER, _FOLDER_IN_USE
 */
export async function resolvePackages(options: ResolvePackagesOptions): Promise<string> {
  const { folder, tarball, env, signal, timeLimit = 300_000 } = options;
  const scratch = await scratchProject({ root: folder, env, strict: false });
  try {
    await using registry = await startRegistry({ upstream: options.registry, env });
    const { name, version } = await registry.put(tarball);
    const manifest = { name: 'scratch', version: '0.0.0', private: true, dependencies: { [name]: version } };
    await writeFile(join(scratch.folder, 'package.json'), JSON.stringify(manifest));
    const local = { npm_config_ignore_scripts: 'true', npm_config_omit_lockfile_registry_resolved: 'true' };
    const args = ['install', '--package-lock-only', '--no-audit', '--no-fund', '--no-progress'];
    await runManager(scratch, args, {
      manager: 'npm',
      asked: `${name}@${version}`,
      registry: { url: registry.url, env: { ...registry.env, ...local } },
      timeLimit,
      signal,
    });
    return await readFile(join(scratch.folder, 'package-lock.json'), 'utf8');
  } finally {
    await scratch.remove();
  }
}
