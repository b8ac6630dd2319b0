/** __summary__; `cli.ts` is the same as a command line. */
export { __verb__ } from './__name__.ts';
export type { __Type__Options, __Type__Result } from './__name__.ts';
export { errors as __verb__Errors } from './errors.ts';
export { health } from './health.ts';
