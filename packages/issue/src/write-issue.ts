import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeThrough(temporary, serialiseIssue(issue));
    await rename(temporary, file);
    return file;
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    const problem = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw errors.make('CDEV_E_ISSUE_NOT_WRITTEN', { file, problem }, { cause });
  }
}

async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
