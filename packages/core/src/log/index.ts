/** Logs as NDJSON files, and the redaction that everything from outside passes through. */
export { createLog, silentLog } from './create-log.ts';
export type { CreateLogOptions, Log, LogFields, LogLevel } from './create-log.ts';
export { findCredentials, redact, stripControl } from './redact.ts';
