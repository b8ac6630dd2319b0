import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface AppendLineOptions {
  /** Permission bits of a file that comes into being. Default: 0o666 less the umask. */
  readonly mode?: number | undefined;
}

/**
 * Adds one line to a journal and resolves when it is on the disk. Behind a line that a killed writer tore a new one begins. Folder and file
 * come into being. One writer at a time: who has several holds a lock, or lets one wait for the other.
 * @throws the error of the system
 */
export async function appendJournalLine(file: string, event: object, { mode }: AppendLineOptions = {}): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a+', mode);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    await handle.appendFile(`${size > 0 && last[0] !== 0x0a ? '\n' : ''}${JSON.stringify(event)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/**
 * The events of a journal, the earliest first: objects with a `type`; none where there is no file. A line that a killed writer tore says
 * nothing.
 * @throws the error of the system
 */
export async function readJournalLines<Line extends { readonly type: string }>(file: string): Promise<Line[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null && 'type' in value ? [value as Line] : [];
    } catch {
      return [];
    }
  });
}
