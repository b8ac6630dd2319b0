import { isCdevError, type CdevError } from '../errors/index.ts';
import { quoteForShell } from '../subprocess/quote-for-shell.ts';
import { errors } from './errors.ts';

/** What the system says of files that it lets nobody use as asked, and the step to take. errno(3). */
const refusals: Readonly<Record<string, readonly [reason: string, step: (place: string) => string]>> = {
  EACCES: ['permission denied', (place) => `See who may write there: ls -ld ${place}`],
  EPERM: ['operation not permitted', (place) => `See who may write there: ls -ld ${place}`],
  EROFS: ['read-only file system', (place) => `Have it mounted for writing: findmnt --target ${place}`],
  ENOSPC: ['no space left on device', (place) => `Make room: df -h ${place}`],
  EDQUOT: [
    'disk quota exceeded',
    (place) => `Make room within the quota of this user, who owns what is below ${place}`,
  ],
  EIO: ['input/output error', () => 'Look at the disk: dmesg'],
  EMFILE: ['too many open files', () => 'Let a process have more of them: ulimit -n 4096'],
  ENFILE: ['too many open files in the system', () => 'End what holds them: lsof'],
};

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
  const { code = '', path, dest } = (error ?? {}) as NodeJS.ErrnoException & { readonly dest?: string };
  const [reason, step] = refusals[code] ?? [];
  const place = dest ?? path;
  if (reason === undefined || step === undefined || place === undefined) return undefined;
  return errors.make('CDEV_E_CLI_FILE_REFUSED', { place, reason, step: step(quoteForShell(place)) }, { cause: error });
}

/** Not `instanceof`: errors cross realms under test runners. */
export function hasStack(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'message' in error && 'stack' in error;
}
