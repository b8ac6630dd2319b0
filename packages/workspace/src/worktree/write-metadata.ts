import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { markPath } from './unfilled-mark.ts';

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
 * Synchronously, as locks are taken: it is small files, and the next worktree waits for them.
 */
export function writeMetadata({ commonDir, path, head }: NewMetadata): string {
  const gitDir = makeFolder(join(commonDir, 'worktrees'), safeName(basename(path)));
  writeFileSync(join(gitDir, 'locked'), 'initializing');
  mkdirSync(path);
  writeFileSync(join(gitDir, 'gitdir'), `${join(path, '.git')}\n`);
  writeFileSync(join(path, '.git'), `gitdir: ${gitDir}\n`);
  writeFileSync(join(gitDir, 'HEAD'), headText(head));
  // Where this one is there and empty, git lists no worktree at all any more.
  writeFileSync(join(gitDir, 'commondir.new'), '../..\n');
  renameSync(join(gitDir, 'commondir.new'), join(gitDir, 'commondir'));
  writeFileSync(markPath(gitDir), '');
  rmSync(join(gitDir, 'locked'));
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

function makeFolder(parent: string, name: string): string {
  mkdirSync(parent, { recursive: true });
  for (let number = 0; ; number += 1) {
    const folder = join(parent, number === 0 ? name : `${name}${number}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
