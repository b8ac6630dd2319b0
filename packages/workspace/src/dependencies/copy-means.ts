import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What the file system offers between two folders. */
export interface CopyMeans {
  /** Copies share their blocks until one is written. */
  readonly canReflink: boolean;
  /** Both are on one file system. */
  readonly canHardLink: boolean;
  /** The packages are hard links already, into the package manager's store: nobody may write to them in place as it is. */
  readonly isStoreLinked: boolean;
}

export async function findCopyMeans(source: string, targetFolder: string): Promise<CopyMeans> {
  const samples = await findFiles(source, 'package.json', 5);
  const [one, other] = await Promise.all([lstat(source), lstat(targetFolder)]);
  const links = await Promise.all(samples.map(async (file) => (await lstat(file)).nlink));
  return {
    canReflink: samples[0] !== undefined && (await canReflink(samples[0], targetFolder)),
    canHardLink: one.dev === other.dev,
    isStoreLinked: links.length > 0 && links.every((count) => count > 1),
  };
}

async function canReflink(file: string, targetFolder: string): Promise<boolean> {
  const probe = join(targetFolder, `.cdev-probe-${randomUUID()}`);
  try {
    await copyFile(file, probe, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
    return true;
  } catch {
    return false;
  } finally {
    await rm(probe, { force: true });
  }
}

/** The first `count` files of that name, in the folder or deeper, not through links. */
async function findFiles(folder: string, name: string, count: number): Promise<string[]> {
  const found: string[] = [];
  const open = [folder];
  for (let next = open.pop(); next !== undefined && found.length < count; next = open.pop()) {
    for (const entry of await readdir(next, { withFileTypes: true })) {
      if (entry.isDirectory()) open.push(join(next, entry.name));
      else if (entry.isFile() && entry.name === name) found.push(join(next, entry.name));
    }
  }
  return found.slice(0, count);
}
