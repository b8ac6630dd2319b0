import { readdir } from 'node:fs/promises';
import type { CheckResult, Context } from '@cdev/core/cli';

/** Proves what the script needs here: a folder whose files can be read. */
export async function health({ cwd }: Context): Promise<readonly CheckResult[]> {
  const title = 'folder';
  try {
    const entries = await readdir(cwd);
    return [{ title, status: 'ok', detail: `${cwd} can be read (${entries.length} entries)` }];
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    return [{ title, status: 'failed', detail: `${cwd} cannot be read (${code})`, fix: 'Give another with --cwd' }];
  }
}
