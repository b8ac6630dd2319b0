import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic, type MergeConflict } from '@cdev/git';

/** A branch that was made or moved. */
export interface BranchRecord {
  readonly kind: 'branch';
  readonly branch: string;
  /** Absent when the branch was made. */
  readonly from?: string;
  readonly to: string;
  /** Holds `from`. */
  readonly backup?: string;
}

/** Files that were decided in a working tree where something had stopped. */
export interface WorktreeRecord {
  readonly kind: 'worktree';
  readonly worktree: string;
  /** HEAD at that time. */
  readonly head: string;
  /** Ref of the snapshot of everything there before. */
  readonly snapshot: string;
  /** What the index held of the paths. */
  readonly conflicts: readonly MergeConflict[];
}

export type UndoRecord = (BranchRecord | WorktreeRecord) & { readonly time: string };

export interface StoredRecord {
  readonly file: string;
  readonly record: UndoRecord;
}

const folderOf = (commonDir: string): string => join(commonDir, 'cdev', 'resolutions');

/** Notes what is about to be done, before it is done. */
export async function writeRecord(commonDir: string, record: UndoRecord): Promise<string> {
  const folder = folderOf(commonDir);
  await mkdir(folder, { recursive: true });
  const number = Math.max(0, ...(await numbersIn(folder))) + 1;
  const file = join(folder, `${number}.json`);
  await writeFileAtomic(file, `${JSON.stringify({ schemaVersion: 1, ...record }, undefined, 2)}\n`);
  return file;
}

/** All that can be undone, the newest first. One that cannot be read hides none of the others. */
export async function readRecords(commonDir: string): Promise<StoredRecord[]> {
  const folder = folderOf(commonDir);
  const records: StoredRecord[] = [];
  for (const number of (await numbersIn(folder)).sort((a, b) => b - a)) {
    const file = join(folder, `${number}.json`);
    try {
      const record = JSON.parse(await readFile(file, 'utf8')) as UndoRecord & { schemaVersion: unknown };
      if (record.schemaVersion === 1) records.push({ file, record });
    } catch {
      // Damaged by a full disk; what it spoke of is on its ref all the same.
    }
  }
  return records;
}

export async function removeRecord(file: string): Promise<void> {
  await rm(file, { force: true });
}

async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []));
}
