/** Groups the errors of all runs by code and cause; `cli.ts` is the same as a command line. */
export { reviewErrors } from './review-errors.ts';
export type { ErrorReview, ReviewErrorsOptions } from './review-errors.ts';
export type { ErrorGroup, ErrorOccurrence } from './group/error-group.ts';
export { writePostMortem } from './post-mortem/write-post-mortem.ts';
export type { PostMortem, WritePostMortemOptions } from './post-mortem/write-post-mortem.ts';
export { errors as reviewErrorsErrors } from './errors.ts';
export { health } from './health.ts';
