import { mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from './errors.ts';
import { managerEnvironment, trialEnvironment } from './trial-environment.ts';

export interface ScratchProject {
  readonly root: string;
  /** Where packages are installed. */
  readonly folder: string;
  readonly managerEnv: Readonly<Record<string, string>>;
  readonly trialEnv: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

export interface ScratchProjectOptions {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly strict: boolean;
  /** Folders below `project` that are projects too. */
  readonly members?: string | undefined;
}

/**
 * Makes the folders of a trial: `project`, `home` of the programs that are tried, `bin` with this Node.
 * @throws CDEV_E_INSTALL_FOLDER_IN_USE
 */
export async function scratchProject({
  root: wanted,
  env,
  strict,
  members,
}: ScratchProjectOptions): Promise<ScratchProject> {
  await mkdir(wanted, { recursive: true });
  if ((await readdir(wanted)).length > 0) throw errors.make('CDEV_E_INSTALL_FOLDER_IN_USE', { folder: wanted });
  const root = await realpath(wanted);
  const [folder, home, bin] = [join(root, 'project'), join(root, 'home'), join(root, 'bin')];
  for (const made of [folder, home, bin]) await mkdir(made);
  // On Windows a link needs rights that users seldom have; there PATH decides.
  if (process.platform !== 'win32') await symlink(process.execPath, join(bin, 'node'));
  await writeFile(join(folder, 'package.json'), '{ "name": "scratch", "version": "0.0.0", "private": true }\n');
  await writeFile(join(folder, 'pnpm-workspace.yaml'), pnpmSettings(strict, members));
  return {
    root,
    folder,
    managerEnv: managerEnvironment(env, bin),
    trialEnv: trialEnvironment(env, home, bin),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** Makes the folder a workspace of its own, so that pnpm does not look for one above it. */
function pnpmSettings(strict: boolean, members: string | undefined): string {
  return [
    members === undefined ? 'packages: []' : `packages: ['${members}']`,
    // What was published a minute ago is what is to be tried.
    'minimumReleaseAge: 0',
    // A package whose build script is not run is a warning here, as it is for users of npm.
    'strictDepBuilds: false',
    ...(strict ? ['hoist: false', 'autoInstallPeers: false'] : []),
    '',
  ].join('\n');
}
