import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { writeFileAtomic } from '@cdev/git';
import type { PackageWorkspace, WorkspaceMember } from '@cdev/package-workspace';
import packlistManifest from 'npm-packlist/package.json' with { type: 'json' };
import { errors } from './errors.ts';
import { runLifecycleScript, type LifecycleOptions } from './lifecycle-script.ts';
import { packFiles } from './pack-files.ts';
import { packStaged } from './pack-staged.ts';
import { findPnpm, packWithPnpm } from './pack-with-pnpm.ts';
import type { PackedPackage, Packer } from './package-tarball.ts';
import { readTarball } from './read-tarball.ts';
import { tarballFileName } from './tarball-file.ts';

export interface PackPackageOptions extends LifecycleOptions {
  readonly member: WorkspaceMember;
  readonly workspace: PackageWorkspace;
  /** The folder of the archive; it is made. */
  readonly destination: string;
  /** Run the manifest's `prepack`, `prepare` and `postpack`. Default: they run, as they do when the package is published. */
  readonly runScripts?: boolean;
}

interface Packed {
  readonly bytes: Buffer;
  readonly packedBy: Packer;
}

/**
 * Packs a package with the packer that will publish it, and reads the archive back. npm: in this process, the same bytes as `npm pack`. pnpm: pnpm itself when it is
 * installed. yarn, bun, and pnpm where it is not installed: a copy with the manifest for users, packed as npm does. The same files give the same bytes.
 * @throws CDEV_E_PACKAGE_TARBALL_*, CDEV_E_SUBPROCESS_CANCELLED
 */
export async function packPackage(options: PackPackageOptions): Promise<PackedPackage> {
  const { member, destination, signal } = options;
  const folder = resolve(destination);
  await writing(folder, () => mkdir(folder, { recursive: true }));
  const { bytes, packedBy } = await packBytes({ ...options, destination: folder });
  signal?.throwIfAborted();
  const tarball = readTarball(bytes);
  const file = join(folder, tarballFileName(member.name, member.version));
  await writing(file, () => writeFileAtomic(file, bytes));
  return { ...tarball, file, packedBy };
}

async function packBytes(options: PackPackageOptions): Promise<Packed> {
  const { member, workspace, destination, runScripts = true, env, signal, log } = options;
  const { name } = workspace.manager;
  const pnpm = name === 'pnpm' ? await findPnpm(member.folder, { env, signal }) : undefined;
  if (pnpm)
    return {
      bytes: await packWithPnpm({ member, destination, runScripts, env, signal, log }),
      packedBy: pnpm,
    };
  const script = async (event: string): Promise<void> => {
    if (runScripts) await runLifecycleScript(event, member, { env, signal, log });
  };
  await script('prepack');
  await script('prepare');
  const bytes = await readable(member, () =>
    name === 'npm'
      ? packFiles({ folder: member.folder, within: { member, workspace } })
      : packStaged(member, workspace),
  );
  await script('postpack');
  return { bytes, packedBy: { name: 'npm-packlist', version: packlistManifest.version } };
}

/** What npm's libraries throw (a file that may not be read, a manifest that is broken) becomes a failure that names the package. */
async function readable(member: WorkspaceMember, pack: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await pack();
  } catch (error) {
    if (isCdevError(error)) throw error;
    const { message } = error as Error;
    throw errors.make(
      'CDEV_E_PACKAGE_TARBALL_NOT_PACKED',
      { package: member.name, packer: 'npm', reason: message },
      { cause: error },
    );
  }
}

async function writing(place: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_PACKAGE_TARBALL_UNWRITABLE', { place, reason: code }, { cause: error });
  }
}
