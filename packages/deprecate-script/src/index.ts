/** Takes a script out of service in stages that users can rely on; `cli.ts` is the same as a command line. */
export { deprecateScript } from './deprecate-script.ts';
export type { DeprecateScriptOptions } from './deprecate-script.ts';
export type { DeprecationReport } from './deprecation-report.ts';
export { errors as deprecateScriptErrors } from './errors.ts';
export { health } from './health.ts';
export { showStatus } from './show-status.ts';
export type { DeprecationStatus } from './show-status.ts';
export { promised, stages } from './stage/stage.ts';
export type { Stage } from './stage/stage.ts';
