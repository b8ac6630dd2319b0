import { isCdevError } from '@cdev/core/errors';
import { errors } from './errors.ts';

/** What the system says of a disk that takes no more. */
const codes: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EROFS: 'read-only file system',
  EFBIG: 'file too large',
  EIO: 'input/output error',
  EACCES: 'permission denied',
};
/** The same as git says it, in the language that it is asked in. */
const said = /no space left on device|disk quota exceeded|read-only file system|file too large|input\/output error/i;

/** Runs a verb, and tells of a disk that takes no more as what it is. @throws CDEV_E_SPAWN_DISK, and what `action` throws */
export async function tellingDisk<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw diskFailure(error) ?? error;
  }
}

/** CDEV_E_SPAWN_DISK when that is what the error comes from. */
export function diskFailure(error: unknown): Error | undefined {
  if (isCdevError(error)) {
    const reason = error.code === 'CDEV_E_SUBPROCESS_FAILED' ? said.exec(error.message)?.[0] : undefined;
    return reason === undefined ? undefined : made(reason.toLowerCase(), '', error);
  }
  const { code = '', path = '', syscall } = error as NodeJS.ErrnoException;
  // Node says of a folder that cannot be made on a read-only disk that its parent is missing.
  if (code === 'ENOENT' && syscall === 'mkdir') return made('its folder cannot be made', path, error);
  const reason = codes[code];
  return reason === undefined ? undefined : made(reason, path, error);
}

function made(reason: string, path: string, cause: unknown): Error {
  const place = path === '' ? '' : ` (${path})`;
  return errors.make('CDEV_E_SPAWN_DISK', { reason, place }, { cause });
}
