import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import type { Issue } from './issue.ts';
import { readIssue } from './read-issue.ts';

export interface IssueList {
  /** Sorted by id, numbers in their order: ENG-9 before ENG-10. */
  readonly issues: readonly { readonly issue: Issue; readonly file: string }[];
  /** Files that are there and cannot be used. */
  readonly unreadable: readonly { readonly file: string; readonly error: CdevError }[];
  /** Temporary files: of writers at work now, or of some that were killed. */
  readonly temporary: readonly string[];
}

/** All issues in a cache folder. A folder that is not there holds none. */
export async function listIssues(folder: string): Promise<IssueList> {
  const names = (await readdir(folder).catch((): string[] => [])).toSorted();
  const issues: { issue: Issue; file: string }[] = [];
  const unreadable: { file: string; error: CdevError }[] = [];
  for (const name of names.filter((name) => /^[^.].*\.json$/.test(name))) {
    const file = join(folder, name);
    try {
      issues.push({ issue: await readIssue(file), file });
    } catch (error) {
      if (!isCdevError(error)) throw error;
      unreadable.push({ file, error });
    }
  }
  const order = new Intl.Collator('en', { numeric: true });
  return {
    issues: issues.toSorted((a, b) => order.compare(a.issue.id, b.issue.id)),
    unreadable,
    temporary: names.filter((name) => /^\..+\.tmp$/.test(name)).map((name) => join(folder, name)),
  };
}
