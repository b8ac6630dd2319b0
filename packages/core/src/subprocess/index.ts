/** Programs of others: own process group, time limit, bounded output, cancellation, redaction. */
export { endProcessGroup } from './process-group.ts';
export { quoteForShell } from './quote-for-shell.ts';
export { run } from './run.ts';
export type { OutputStream, RunOptions, RunResult } from './run.ts';
export { requireTool } from './require-tool.ts';
export { errors as subprocessErrors } from './errors.ts';
