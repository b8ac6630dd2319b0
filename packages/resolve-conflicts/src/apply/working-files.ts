import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResolvedPath } from '@cdev/branch-merge';
import { git, writeBlob, type MergeConflict } from '@cdev/git';

/** A path as it is to be; `oid` undefined: not there. */
export interface WorkingFile {
  readonly path: string;
  readonly mode: string;
  readonly oid: string | undefined;
}

export async function writeBlobs(worktree: string, resolved: readonly ResolvedPath[]): Promise<WorkingFile[]> {
  const files: WorkingFile[] = [];
  for (const { path, mode, content, oid } of resolved)
    files.push({ path, mode, oid: oid ?? (content === null ? undefined : await writeBlob(worktree, content)) });
  return files;
}

/** Writes the files as a checkout does, line ends and filters included, without touching the index. */
export async function writeFiles(worktree: string, files: readonly WorkingFile[]): Promise<void> {
  const present = files.filter(({ oid }) => oid !== undefined);
  if (present.length === 0) return;
  const folder = await mkdtemp(join(tmpdir(), 'cdev-resolve-'));
  try {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    await git(worktree, ['update-index', '-z', '--add', '--index-info'], { env, input: present.map(entry).join('') });
    await git(worktree, ['checkout-index', '--force', '--all', '--quiet'], { env, hooks: false });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts the files into the index, where they end the conflict of their path. */
export async function stageBlobs(worktree: string, files: readonly WorkingFile[]): Promise<void> {
  const input = files.map((file) => (file.oid === undefined ? removal(file.path) : entry(file))).join('');
  await git(worktree, ['update-index', '-z', '--add', '--replace', '--index-info'], { input });
  await git(worktree, ['update-index', '-q', '--refresh'], { allowFailure: true });
}

/** Puts conflicts back into the index as git had left them. */
export async function stageConflicts(worktree: string, conflicts: readonly MergeConflict[]): Promise<void> {
  const input = conflicts
    .map(({ path, base, ours, theirs }) => {
      const stages = [base, ours, theirs].flatMap((side, at) =>
        side === undefined ? [] : [`${side.mode} ${side.oid} ${at + 1}\t${path}\0`],
      );
      return removal(path) + stages.join('');
    })
    .join('');
  await git(worktree, ['update-index', '-z', '--index-info'], { input });
}

function entry({ path, mode, oid }: WorkingFile): string {
  return `${mode} ${oid}\t${path}\0`;
}

function removal(path: string): string {
  return `0 ${'0'.repeat(40)}\t${path}\0`;
}
