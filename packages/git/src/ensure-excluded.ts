import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './lock/with-lock.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/**
 * Adds the pattern to the repository's own ignore file (`info/exclude`, valid in all its worktrees) unless it is there; true when it
 * was added.
 */
export async function ensureExcluded(commonDir: string, pattern: string): Promise<boolean> {
  const file = join(commonDir, 'info', 'exclude');
  if ((await readLines(file)).includes(pattern)) return false;
  await mkdir(join(commonDir, 'info'), { recursive: true });
  const lock = join(commonDir, 'cdev', 'locks', 'exclude.lock');
  return withLock(lock, { what: 'the ignore file of the repository' }, async () => {
    const lines = await readLines(file);
    if (lines.includes(pattern)) return false;
    const text = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
    await writeFileAtomic(file, `${[...text, pattern].join('\n')}\n`);
    return true;
  });
}

async function readLines(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n');
}
