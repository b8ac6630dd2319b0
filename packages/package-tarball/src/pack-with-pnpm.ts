import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { errors } from './errors.ts';
import type { LifecycleOptions } from './lifecycle-script.ts';
import type { Packer } from './package-tarball.ts';
import type { WorkspaceMember } from '@cdev/package-workspace';

export interface PnpmPackOptions extends LifecycleOptions {
  readonly member: WorkspaceMember;
  /** A folder that is there; used for a folder that goes again. */
  readonly destination: string;
  readonly runScripts: boolean;
}

/** Lines that are no setting of a project, so that the pin of a version does not make pnpm fetch another one of itself. */
const settings = { npm_config_pm_on_fail: 'ignore', pnpm_config_pm_on_fail: 'ignore' };

/** The pnpm on the path; undefined when there is none. */
export async function findPnpm(
  cwd: string,
  { env, signal }: Pick<LifecycleOptions, 'env' | 'signal'>,
): Promise<Packer | undefined> {
  try {
    const options = { cwd, env: { ...env, ...settings }, signal, timeLimit: 20_000, allowFailure: true };
    const { stdout, ok } = await run('pnpm', ['--version'], options);
    const version = stdout.trim().split('\n').at(-1) ?? '';
    return ok && /^\d/.test(version) ? { name: 'pnpm', version } : undefined;
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) return undefined;
    throw error;
  }
}

/**
 * The archive that `pnpm pack` makes of a package: pnpm itself runs, for it alone knows how it rewrites a manifest.
 * @throws CDEV_E_PACKAGE_TARBALL_NOT_PACKED with what pnpm said, CDEV_E_SUBPROCESS_CANCELLED
 */
export async function packWithPnpm(options: PnpmPackOptions): Promise<Buffer> {
  const { member, destination, runScripts, env, signal, log } = options;
  const folder = join(destination, `.pack-${randomUUID()}`);
  const refuse = (reason: string, cause?: unknown): never => {
    throw errors.make('CDEV_E_PACKAGE_TARBALL_NOT_PACKED', { package: member.name, packer: 'pnpm', reason }, { cause });
  };
  await mkdir(folder);
  try {
    const flags = runScripts ? [] : ['--config.ignore-scripts=true'];
    await run('pnpm', ['pack', '--pack-destination', folder, ...flags], {
      cwd: member.folder,
      env: { ...env, ...settings },
      signal,
      leftBehind: 'end',
      onLine: (line, stream) => log?.debug('pnpm pack', { package: member.name, stream, line }),
    });
    const [file, ...more] = await readdir(folder);
    if (file === undefined || more.length > 0) return refuse(`it wrote ${more.length + (file ? 1 : 0)} files`);
    return await readFile(join(folder, file));
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_FAILED')) throw error;
    const { outcome = '', output = '' } = error.details as { outcome?: string; output?: string };
    return refuse(output === '' ? outcome : output, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
