import { statSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';

/** When each folder of a worktree was last changed: whatever is added, removed or replaced in one changes it. */
type FolderTimes = Readonly<Record<string, number>>;

const recordIn = (gitDir: string): string => join(gitDir, 'cdev-folder-times.json');

export async function noteFolders(path: string, gitDir: string): Promise<void> {
  const times: Record<string, number> = {};
  const open = [''];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const folder = join(path, next);
    times[next] = (await stat(folder)).mtimeMs;
    for (const entry of await readdir(folder, { withFileTypes: true }))
      if (entry.isDirectory()) open.push(join(next, entry.name));
  }
  await writeFileAtomic(recordIn(gitDir), JSON.stringify(times));
}

/** Hundredths of what it takes to look at every file. A file that was written in place does not show. False when nothing is noted. */
export async function hasSameFolders(path: string, gitDir: string): Promise<boolean> {
  try {
    const times = JSON.parse(await readFile(recordIn(gitDir), 'utf8')) as FolderTimes;
    return Object.entries(times).every(([folder, time]) => statSync(join(path, folder)).mtimeMs === time);
  } catch {
    return false;
  }
}
