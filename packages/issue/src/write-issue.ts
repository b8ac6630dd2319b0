import { mkdir } from 'node:fs/promises';
import { writeFileAtomic } from '@cdev/git';
import { errors } from './errors.ts';
import { issueFile } from './issue-file.ts';
import type { Issue } from './issue.ts';

/** The text of a cache file. */
export function serialiseIssue(issue: Issue): string {
  return `${JSON.stringify(issue, undefined, 2)}\n`;
}

/**
 * Writes an issue to its file in the cache folder and gives that file. What was there stays whole until the new text is safely on the
 * disk; only the user can read it, since issues hold what not everybody may see.
 * @throws CDEV_E_ISSUE_NOT_WRITTEN, CDEV_E_ISSUE_ID_INVALID
 */
export async function writeIssue(folder: string, issue: Issue): Promise<string> {
  const file = issueFile(folder, issue.id);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, serialiseIssue(issue), { mode: 0o600 });
    return file;
  } catch (cause) {
    const { code: problem = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_ISSUE_NOT_WRITTEN', { file, problem }, { cause });
  }
}
