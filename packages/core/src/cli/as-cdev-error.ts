import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { isCdevError, type CdevError } from '../errors/index.ts';
import { quoteForShell } from '../subprocess/quote-for-shell.ts';
import { refusals } from '../subprocess/refusals.ts';
import { errors } from './errors.ts';

/** What ends a run as an error with a code: an interruption, a file that the system refuses, or else a defect of the script. */
export function asCdevError(error: unknown, interruptedBy: string | undefined, log: string): CdevError {
  // Who says more than that it was interrupted is heard, such as what was left where.
  const isTold = isCdevError(error) && error.kind === 'interrupted' && error.code !== 'CDEV_E_SUBPROCESS_CANCELLED';
  if (interruptedBy !== undefined && !isTold)
    return errors.make('CDEV_E_CLI_INTERRUPTED', { signal: interruptedBy }, { cause: error });
  if (isCdevError(error)) return error;
  const message = hasStack(error) ? error.message : String(error);
  return refusal(error) ?? errors.make('CDEV_E_CLI_DEFECT', { message, log }, { cause: error });
}

/** Of a rename the new place counts, which is the one that was to be written. */
function refusal(error: unknown): CdevError | undefined {
  const { code = '', syscall, path, dest } = (error ?? {}) as NodeJS.ErrnoException & { readonly dest?: string };
  const place = dest ?? path;
  const told = (code === 'ENOENT' && syscall === 'mkdir' && place !== undefined && refusedAbove(place)) || code;
  const [reason, step] = refusals[told] ?? [];
  if (reason === undefined || step === undefined) return undefined;
  if (place !== undefined)
    return errors.make(
      'CDEV_E_CLI_FILE_REFUSED',
      { place, reason, step: step(quoteForShell(place)) },
      { cause: error },
    );
  // What is written to an open file has no name for Node.
  if (syscall !== 'write' || code !== 'ENOSPC') return undefined;
  return errors.make(
    'CDEV_E_CLI_FILE_REFUSED',
    { place: 'A file that was written', reason, step: 'Make room on the disk that is full: df -h' },
    { cause: error },
  );
}

/** Of a folder that the system refuses to make, Node says that its parent is missing: what the nearest folder that is there says of being written. */
function refusedAbove(folder: string): string | undefined {
  for (let above = dirname(folder); ; above = dirname(above))
    try {
      accessSync(above, constants.W_OK);
      return undefined;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' || above === dirname(above)) return code;
    }
}

/** Not `instanceof`: errors cross realms under test runners. */
export function hasStack(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'message' in error && 'stack' in error;
}
