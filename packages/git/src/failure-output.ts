import { isCdevError, type CdevError } from '@cdev/core/errors';

/** What git said when it failed, whatever was made of it; '' for any other error. English, because every call sets the locale. */
export function failureOutput(error: unknown): string {
  const failure = isGitFailure(error) && error.code !== 'CDEV_E_SUBPROCESS_FAILED' ? error.cause : error;
  const output = isCdevError(failure, 'CDEV_E_SUBPROCESS_FAILED') ? failure.details['output'] : undefined;
  return typeof output === 'string' ? output : '';
}

const codes = ['CDEV_E_SUBPROCESS_FAILED', 'CDEV_E_GIT_NOT_FETCHED', 'CDEV_E_GIT_BROKEN_OBJECT'];

/** Whether git was started and failed at what it was told to do, in whatever words that is told. */
export function isGitFailure(error: unknown): error is CdevError {
  return isCdevError(error) && codes.includes(error.code);
}
