import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errors } from '../errors.ts';

/** The text of a file that was named, relative to `cwd`. @throws CDEV_E_DECOMPOSE_FILE_UNREADABLE */
export async function readText(file: string, cwd: string): Promise<string> {
  return readFile(resolve(cwd, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const reason =
      cause.code === 'ENOENT' ? 'there is no such file' : cause.code === 'EISDIR' ? 'it is a folder' : cause.message;
    throw errors.make('CDEV_E_DECOMPOSE_FILE_UNREADABLE', { file, reason }, { cause });
  });
}
