import { brand, type CdevError } from './cdev-error.ts';

/** True for an error of this house, whichever copy of core made it; with `code`, only for that code. */
export function isCdevError(error: unknown, code?: string): error is CdevError {
  if (typeof error !== 'object' || error === null || !(brand in error)) return false;
  return code === undefined || (error as CdevError).code === code;
}
