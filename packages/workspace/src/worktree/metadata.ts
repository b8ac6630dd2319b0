import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { canonicalPath } from '../canonical-path.ts';

/** What git keeps of a linked worktree in `<common git dir>/worktrees/<name>` (gitrepository-layout). */
export interface Metadata {
  readonly folder: string;
  /** Short name of its branch; undefined when detached, or when the creation was cut off before HEAD was right. */
  readonly branch: string | undefined;
  /** False when the creation by git itself was cut off. */
  readonly isWhole: boolean;
  /** Why it is locked ('' for no reason); undefined when it is not. */
  readonly locked: string | undefined;
}

/** Whoever adds or removes a worktree of the repository holds this. */
export function worktreesLock(commonDir: string): string {
  return join(commonDir, 'cdev', 'locks', 'worktrees.lock');
}

/** What git writes into the lock while it makes a worktree. */
const beingMade = 'initializing';

/**
 * The metadata of the worktree at that canonical path: by the file `.git` in it, else by looking through all of them. Read from the files,
 * because git does not list what is broken.
 */
export async function findMetadata(commonDir: string, path: string): Promise<Metadata | undefined> {
  const linked = await readLinkedMetadata(commonDir, path);
  if (linked) return linked;
  const all = join(commonDir, 'worktrees');
  const names = await readdir(all).catch((): string[] => []);
  for (const name of names) if (await isOf(join(all, name), path)) return describe(join(all, name));
  return undefined;
}

/** The metadata that the file `.git` in the folder names, if they name each other. */
export async function readLinkedMetadata(commonDir: string, path: string): Promise<Metadata | undefined> {
  const folder = await readGitFile(path);
  const isOurs = folder !== undefined && dirname(folder) === join(commonDir, 'worktrees') && (await isOf(folder, path));
  return isOurs ? describe(folder) : undefined;
}

async function isOf(folder: string, path: string): Promise<boolean> {
  const link = (await readText(join(folder, 'gitdir')))?.trim();
  if (!link) return false;
  // Since git 2.48 the link may be relative.
  const place = dirname(resolve(folder, link));
  return place === path || (basename(place) === basename(path) && (await canonicalPath(place)) === path);
}

async function describe(folder: string): Promise<Metadata> {
  const texts = await Promise.all(['HEAD', 'commondir', 'locked'].map((name) => readText(join(folder, name))));
  const [head, commonDir, locked] = texts;
  const branch = /^ref: refs\/heads\/(.+)$/m.exec(head ?? '')?.[1];
  const isWhole = commonDir !== undefined && head !== undefined && !/^0+$/m.test(head) && locked?.trim() !== beingMade;
  return { folder, branch, isWhole, locked: locked?.trim() };
}

/** Removes the metadata, and the folder of all metadata with the last one, as git does. */
export async function removeMetadata({ folder }: Metadata): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await rmdir(dirname(folder)).catch(() => {});
}

/** The metadata folder that a worktree's `.git` file names; undefined when it is no such file. */
export async function readGitFile(path: string): Promise<string | undefined> {
  const text = await readText(join(path, '.git'));
  const target = /^gitdir: (.+)$/m.exec(text ?? '')?.[1]?.trim();
  return target === undefined ? undefined : canonicalPath(resolve(path, target));
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}
