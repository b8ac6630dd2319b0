import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResolvedPath } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { requireCommit, takeSnapshot, type MergeConflict } from '@cdev/git';
import { hasConflictMarkers } from '@cdev/structured-merge';
import type { StoppedSubject } from '../subject/subject.ts';
import { writeRecord } from '../undo/undo-record.ts';
import { stageBlobs, writeBlobs, writeFiles } from './working-files.ts';

export interface AppliedStopped {
  readonly kind: 'stopped';
  /** Written and staged. */
  readonly paths: readonly string[];
  /** Decided, but somebody has worked on them by hand: left as they are. */
  readonly left: readonly string[];
  /** Ref of the snapshot of everything there before. */
  readonly snapshot?: string;
}

/**
 * Writes decided files into the working tree and stages them; what is not decided stays unmerged. Before that everything there is kept on a
 * snapshot ref. Cut off in the middle, the same call goes on.
 */
export async function applyStopped(
  subject: StoppedSubject,
  resolved: readonly ResolvedPath[],
  context: Context,
): Promise<AppliedStopped> {
  const { worktree, repository, conflicts } = subject;
  const blobs = await writeBlobs(worktree, resolved);
  const left: string[] = [];
  for (const { path, content } of resolved)
    if (await isEditedByHand(join(worktree, path), content, find(conflicts, path))) left.push(path);
  const paths = resolved.map(({ path }) => path).filter((path) => !left.includes(path));
  if (paths.length === 0) return { kind: 'stopped', paths, left };
  await context.prompt.confirm(
    `Write ${paths.length} decided ${paths.length === 1 ? 'file' : 'files'} into ${worktree}?`,
  );
  const message = 'Before conflicts were resolved';
  const snapshot = await takeSnapshot(worktree, { ref: 'refs/cdev/backup/worktree/', message, signal: context.signal });
  const head = await requireCommit(worktree, 'HEAD');
  const kept = snapshot?.ref ?? head;
  const before = paths.map((path) => find(conflicts, path) ?? absent(path));
  const time = context.clock().toISOString();
  await writeRecord(repository.commonDir, {
    kind: 'worktree',
    worktree,
    head,
    snapshot: kept,
    conflicts: before,
    time,
  });
  const entries = blobs.filter(({ path }) => paths.includes(path));
  // Files first: as long as the index has the conflict, a second call finds it and goes on.
  await writeFiles(worktree, entries);
  for (const { path } of entries.filter(({ oid }) => oid === undefined))
    await rm(join(worktree, path), { force: true });
  await stageBlobs(worktree, entries);
  return { kind: 'stopped', paths, left, ...(snapshot && { snapshot: snapshot.ref }) };
}

function find(conflicts: readonly MergeConflict[], path: string): MergeConflict | undefined {
  return conflicts.find((conflict) => conflict.path === path);
}

/** A path that the merge had not, such as the old name of a file whose rename is not taken. */
function absent(path: string): MergeConflict {
  return { path, kind: 'other', base: undefined, ours: undefined, theirs: undefined };
}

/** git leaves markers in what both sides changed; a text without them that is not ours is somebody's own resolution. */
async function isEditedByHand(
  file: string,
  content: Buffer | null,
  conflict: MergeConflict | undefined,
): Promise<boolean> {
  if (conflict?.ours === undefined || conflict.theirs === undefined || content === null) return false;
  const present = await readFile(file).catch(() => undefined);
  if (present === undefined || present.includes(0)) return false;
  const text = normalised(present);
  return !hasConflictMarkers(text) && text !== normalised(content);
}

/** Line ends in the working tree may be those of the machine. */
function normalised(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\r\n', '\n');
}
