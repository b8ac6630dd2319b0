import { rm, stat } from 'node:fs/promises';
import type { Context, Outcome } from '@cdev/core/cli';
import { listIssues } from '@cdev/issue';
import { ageOf } from './cached-copy.ts';
import { openStore } from './store.ts';

export interface PruneOptions {
  /** Milliseconds; copies that were fetched longer ago go. */
  readonly olderThan: number;
}

export interface PrunedCopy {
  readonly id: string;
  readonly file: string;
  /** Milliseconds since it was fetched. */
  readonly age: number;
}

export interface PrunePlan {
  readonly folder: string;
  readonly remove: readonly PrunedCopy[];
  /** Temporary files that killed runs left behind. */
  readonly leftovers: readonly string[];
  /** How many copies stay. */
  readonly kept: number;
}

export interface PruneResult extends PrunePlan {
  /** False with `--dry-run`: nothing was removed. */
  readonly applied: boolean;
}

/** Which copies would go. Copies of files and of stdin stay: nothing can fetch them again. */
export async function planPrune({ olderThan }: PruneOptions, context: Context): Promise<PrunePlan> {
  const { folder } = await openStore(context);
  const { issues, temporary } = await listIssues(folder);
  const now = context.clock();
  const remove = issues.flatMap(({ issue, file }) => {
    const age = ageOf(issue, now);
    const canBeFetched = issue.source === 'linear' || issue.source === 'github';
    return canBeFetched && age !== undefined && age > olderThan ? [{ id: issue.id, file, age }] : [];
  });
  return { folder, remove, leftovers: await leftoversOf(temporary, now), kept: issues.length - remove.length };
}

/** A writer at work needs its file for moments; an hour is beyond doubt. */
async function leftoversOf(files: readonly string[], now: Date): Promise<readonly string[]> {
  const times = await Promise.all(files.map(async (file) => (await stat(file).catch(() => undefined))?.mtimeMs));
  return files.filter((_, index) => now.getTime() - (times[index] ?? Number.POSITIVE_INFINITY) > 3_600_000);
}

/** Removes the files of a plan. One that is gone already is no failure. @throws NodeJS.ErrnoException */
export async function applyPrune(plan: PrunePlan): Promise<void> {
  for (const file of [...plan.remove.map(({ file }) => file), ...plan.leftovers]) await rm(file, { force: true });
}

/** Plans, and unless it is a dry run removes. */
export async function pruneCache(
  { isDryRun, ...options }: PruneOptions & { readonly isDryRun: boolean },
  context: Context,
): Promise<Outcome<PruneResult>> {
  const plan = await planPrune(options, context);
  if (!isDryRun) await applyPrune(plan);
  return { result: { ...plan, applied: !isDryRun }, status: 'ok' };
}
