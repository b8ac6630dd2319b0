import { constants } from 'node:fs';
import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { platform } from 'node:process';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { errors } from '../errors.ts';
import { removeFolder } from '../remove-folder.ts';

export interface FolderCopy {
  readonly from: string;
  /** Made, if need be; what is in it from a copy that was cut off is removed. */
  readonly to: string;
  readonly isHardLink: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Is in the folder until all else is. */
const marker = '.cdev-incomplete';

/** Whether there is something that is not the rest of a copy that was cut off. */
export async function isInPlace(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.length > 0 && !names.includes(marker);
}

/**
 * Copies a folder with its links as they are; shares blocks with the original where the file system can. True when its files are hard
 * links.
 */
export async function copyFolder(copy: FolderCopy): Promise<boolean> {
  await removeFolder(copy.to);
  await mkdir(copy.to, { recursive: true });
  await writeFile(join(copy.to, marker), '');
  const isByProgram = platform === 'linux' && (await fillByProgram(copy));
  if (!isByProgram) await fillByNode(copy);
  const isHardLink = isByProgram && copy.isHardLink;
  if (isHardLink) await separateState(copy);
  await rm(join(copy.to, marker));
  return isHardLink;
}

/** For tens of thousands of files several times as fast as Node. False when `cp` is one that cannot do it, such as that of small systems. */
async function fillByProgram({ from, to, isHardLink, signal }: FolderCopy): Promise<boolean> {
  const how = isHardLink ? '--link' : '--reflink=auto';
  try {
    await run('cp', ['--archive', how, '--', `${from}/.`, to], { cwd: to, signal });
    return true;
  } catch (error) {
    if (isCdevError(error) && error.kind !== 'interrupted') return false;
    throw error;
  }
}

async function fillByNode({ from, to, signal }: FolderCopy): Promise<void> {
  if (signal?.aborted) throw errors.make('CDEV_E_WORKSPACE_INTERRUPTED', { what: `copying ${from}` });
  const mode = constants.COPYFILE_FICLONE;
  await cp(from, to, { recursive: true, force: true, verbatimSymlinks: true, preserveTimestamps: true, mode });
}

/** What tools write in place (caches, the package manager's notes) must not be shared: the entries at the top that begin with a dot. */
async function separateState({ from, to, signal }: FolderCopy): Promise<void> {
  for (const name of await readdir(from)) {
    if (!name.startsWith('.') || name === '.bin' || name === '.pnpm') continue;
    await rm(join(to, name), { recursive: true, force: true });
    const isFolder = (await stat(join(from, name))).isDirectory();
    if (isFolder) await mkdir(join(to, name));
    const [source, target] = isFolder ? [`${join(from, name)}/.`, join(to, name)] : [join(from, name), join(to, name)];
    await run('cp', ['--archive', '--reflink=auto', '--', source, target], { cwd: to, signal });
  }
}
