/** Errors as data: permanent codes, one table per package, at least one step to take. */
export { CdevError } from './cdev-error.ts';
export type { CdevErrorFields, ErrorDetails, ErrorKind } from './cdev-error.ts';
export { defineErrors, errorEntry } from './define-errors.ts';
export type { ErrorDocumentation, ErrorEntry, ErrorParameters, ErrorTable, MakeOptions } from './define-errors.ts';
export { isCdevError } from './is-cdev-error.ts';
