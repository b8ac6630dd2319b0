/** A fleet of real processes on one machine: submitters, workers, a bare repository between them. */
export { openGround } from './ground.ts';
export type { Ground, GroundOptions, Program } from './ground.ts';
