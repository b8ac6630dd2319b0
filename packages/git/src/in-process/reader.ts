import fs from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errors } from '../errors.ts';
import type { ChangedPath } from '../changed-paths.ts';
import type { Commit } from '../commit.ts';

type Isomorphic = typeof import('isomorphic-git');

/** Reads that stay in this process. Only what is safe against a common git directory is named here: no writes, no status, no index. */
export interface Reader {
  readonly commonDir: string;
  readonly isomorphic: Pick<Isomorphic, 'readBlob' | 'readCommit' | 'readTree'>;
  /** What every call needs. */
  readonly source: { readonly fs: typeof fs; readonly gitdir: string; readonly cache: object };
  readonly commits: Map<string, Promise<Commit>>;
  readonly logs: Map<string, Promise<Commit[]>>;
  readonly changes: Map<string, Promise<ChangedPath[]>>;
  /** False when the packs are too large to be held in memory, or of a form that only the native git knows. */
  readonly isReadable: boolean;
}

/** isomorphic-git reads a pack as a whole. */
const largestPacks = 200_000_000;

const readers = new Map<string, Promise<Reader>>();

/** @throws CDEV_E_GIT_LINKED_WORKTREE when it is no common git directory: isomorphic-git does not know `commondir` and answers wrongly there. */
export function readerOf(commonDir: string): Promise<Reader> {
  const folder = resolve(commonDir);
  const known = readers.get(folder);
  if (known) return known;
  const opened = openReader(folder);
  readers.set(folder, opened);
  opened.catch(() => readers.delete(folder));
  return opened;
}

/** Forgets what in-process reads of this repository keep in memory. */
export function releaseReads(commonDir: string): void {
  readers.delete(resolve(commonDir));
}

async function openReader(commonDir: string): Promise<Reader> {
  await assertCommonDir(commonDir);
  const isomorphic = await import('isomorphic-git');
  const memory = { commits: new Map(), logs: new Map(), changes: new Map() };
  const isReadable = !(await isShallow(commonDir)) && (await sizeOfPacks(commonDir)) <= largestPacks;
  return { commonDir, isomorphic, source: { fs, gitdir: commonDir, cache: {} }, ...memory, isReadable };
}

export async function assertCommonDir(commonDir: string): Promise<void> {
  const objects = await stat(join(commonDir, 'objects')).catch(() => undefined);
  if (!objects?.isDirectory()) throw errors.make('CDEV_E_GIT_LINKED_WORKTREE', { folder: commonDir });
}

/** In a shallow clone commits name parents that are not there, which only the native git knows how to take. */
async function isShallow(commonDir: string): Promise<boolean> {
  return stat(join(commonDir, 'shallow')).then(
    () => true,
    () => false,
  );
}

async function sizeOfPacks(commonDir: string): Promise<number> {
  const folder = join(commonDir, 'objects', 'pack');
  const names = await readdir(folder).catch(() => []);
  const packs = names.filter((name) => name.endsWith('.pack'));
  const sizes = await Promise.all(
    packs.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
