import { isCdevError } from '@cdev/core/errors';

/** What git said when it failed; '' for any other error. English, because every call sets the locale. */
export function failureOutput(error: unknown): string {
  const output = isCdevError(error, 'CDEV_E_SUBPROCESS_FAILED') ? error.details['output'] : undefined;
  return typeof output === 'string' ? output : '';
}
