import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstallPackagesOptions, Installation } from './installation.ts';
import { installedIn } from './installed-in.ts';
import { runManager, warningsIn } from './run-manager.ts';
import { scratchProject } from './scratch-project.ts';

/** Without tarballs: the registry has all of them. */
export type InstallApartOptions = Pick<
  InstallPackagesOptions,
  'folder' | 'packages' | 'env' | 'registry' | 'signal' | 'timeLimit'
>;

/**
 * Installs each package alone, into a project of its own, with one run of pnpm for all: the projects are one workspace without
 * hoisting, in which a package sees what it declares and nothing of the others. One that cannot be installed fails all.
 * @returns one installation for each package, in their order; to remove one removes its project
 * @throws CDEV_E_INSTALL_NOT_FOUND, _FAILED, _TIMED_OUT, _FOLDER_IN_USE; the folder is removed then
 */
export async function installApart(options: InstallApartOptions): Promise<Installation[]> {
  const { packages, env, registry, signal, timeLimit = 300_000 } = options;
  const started = performance.now();
  const scratch = await scratchProject({ root: options.folder, env, strict: true, members: 'apart/*' });
  try {
    const folders = packages.map((_, index) => join(scratch.folder, 'apart', String(index)));
    await Promise.all(packages.map((spec, index) => writeProject(folders[index] ?? '', spec, index)));
    const asked = packages.join(' ');
    const args = ['install', '--recursive', '--no-frozen-lockfile', '--reporter=append-only'];
    const output = await runManager(scratch, args, { manager: 'pnpm', asked, registry, timeLimit, signal });
    const duration = performance.now() - started;
    return await Promise.all(
      packages.map(async (spec, index): Promise<Installation> => {
        const folder = folders[index] ?? '';
        const remove = (): Promise<void> =>
          rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
        return {
          folder,
          workspace: scratch.folder,
          manager: 'pnpm',
          packages: await installedIn(folder, [spec]),
          warnings: warningsIn(output),
          duration,
          trialEnv: scratch.trialEnv,
          remove,
          [Symbol.asyncDispose]: remove,
        };
      }),
    );
  } catch (error) {
    await scratch.remove();
    throw error;
  }
}

async function writeProject(folder: string, spec: string, index: number): Promise<void> {
  const [, name = '', range = 'latest'] = /^(.+?)(?:@([^@]+))?$/.exec(spec) ?? [];
  await mkdir(folder, { recursive: true });
  const manifest = { name: `scratch-${index}`, version: '0.0.0', private: true, dependencies: { [name]: range } };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
