import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errors } from '../errors.ts';

/** @throws CDEV_E_HEALTH_CHECK_NOT_WRITTEN */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw errors.make('CDEV_E_HEALTH_CHECK_NOT_WRITTEN', { file, reason }, { cause });
  }
}
