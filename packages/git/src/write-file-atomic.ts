import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { uniqueName } from './unique-name.ts';

export interface WriteFileAtomicOptions {
  /** Permission bits. Default: those of the old file, else 0o666 less the umask. */
  readonly mode?: number | undefined;
  /**
   * Whether it is flushed to disk. Default true. `false` for what costs only time when a power cut takes it: the file may be empty or cut then, which its reader has to tell.
   */
  readonly isDurable?: boolean | undefined;
}

/**
 * Writes a temporary file beside it, flushes it to disk and renames it: a reader, and whoever comes after a crash, sees the old content or
 * the new. Of large content pieces are enough, so that it is never in memory as a whole. The folder must exist. A symbolic link is replaced, not followed.
 */
export async function writeFileAtomic(
  file: string,
  content: string | Uint8Array | Iterable<string | Uint8Array>,
  { isDurable = true, ...options }: WriteFileAtomicOptions = {},
): Promise<void> {
  const mode = options.mode ?? (await stat(file).catch(() => undefined))?.mode;
  const temporary = join(dirname(file), `.${basename(file).slice(0, 100)}.${uniqueName()}.tmp`);
  try {
    await withFile(temporary, 'wx', async (handle) => {
      await handle.writeFile(content);
      if (mode !== undefined) await handle.chmod(mode & 0o7777);
      if (isDurable) await handle.sync();
    });
    await replace(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  if (isDurable) await syncFolder(dirname(file));
}

async function withFile(file: string, flags: string, action: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file, flags);
  try {
    await action(handle);
  } finally {
    await handle.close();
  }
}

/** On Windows a rename fails for a moment while another process has the old file open. */
async function replace(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (attempt === 10 || !(code === 'EPERM' || code === 'EBUSY' || code === 'EACCES')) throw error;
      await pause(10 * attempt);
    }
  }
}

/** Makes the rename itself survive a power cut. Not every system lets a folder be opened; there it is as safe as it gets. */
async function syncFolder(folder: string): Promise<void> {
  await withFile(folder, 'r', (handle) => handle.sync()).catch(() => {});
}
