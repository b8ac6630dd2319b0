import { rm } from 'node:fs/promises';
import { platform } from 'node:process';
import { run } from '@cdev/core/subprocess';

/**
 * Removes a folder with all that is in it; links are removed, not followed. By a program where there is one: installed dependencies
 * are tens of thousands of files, and Node takes several times its processor time for them. It may finish when this process is killed.
 */
export async function removeFolder(path: string): Promise<void> {
  if (platform === 'win32') await rm(path, { recursive: true, force: true, maxRetries: 3 });
  else await run('rm', ['-rf', '--', path], { cwd: '/', lifetime: 'free' });
}
