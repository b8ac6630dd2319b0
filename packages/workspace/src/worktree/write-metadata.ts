import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { markUnfilled } from './unfilled-mark.ts';

export interface NewMetadata {
  readonly commonDir: string;
  /** Canonical; nothing is there. */
  readonly path: string;
  /** A full ref, or the id of a commit for a detached HEAD. */
  readonly head: { readonly ref: string } | { readonly commit: string };
}

/**
 * What `git worktree add --no-checkout` leaves (gitrepository-layout, "worktrees"), in its order: `locked` first, which keeps others from
 * pruning what is not whole yet. The caller holds the lock of the worktrees and has made the branch. Returns the worktree's git directory.
 */
export async function writeMetadata({ commonDir, path, head }: NewMetadata): Promise<string> {
  const gitDir = await makeFolder(join(commonDir, 'worktrees'), safeName(basename(path)));
  await writeFile(join(gitDir, 'locked'), 'initializing');
  await mkdir(path);
  await writeFile(join(gitDir, 'gitdir'), `${join(path, '.git')}\n`);
  await writeFile(join(path, '.git'), `gitdir: ${gitDir}\n`);
  await writeFile(join(gitDir, 'HEAD'), headText(head));
  await writeFile(join(gitDir, 'commondir'), '../..\n');
  await markUnfilled(gitDir);
  await rm(join(gitDir, 'locked'));
  return gitDir;
}

export function headText(head: NewMetadata['head']): string {
  return 'ref' in head ? `ref: ${head.ref}\n` : `${head.commit}\n`;
}

/** The name is part of refs (`worktrees/<name>/HEAD`), so it must be a valid one there. */
function safeName(name: string): string {
  const safe = name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').replaceAll(/^-+|-+$/g, '');
  return safe === '' ? 'worktree' : safe;
}

async function makeFolder(parent: string, name: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (let number = 0; ; number += 1) {
    const folder = join(parent, number === 0 ? name : `${name}${number}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
