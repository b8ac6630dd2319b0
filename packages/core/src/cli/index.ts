/** The command line of every script: declared as data, run by one function, rendered in one place. */
export { defineCommand } from './command.ts';
export type {
  Arguments,
  CheckResult,
  Command,
  CommandSpec,
  Context,
  OptionSpec,
  Outcome,
  Page,
  PositionalSpec,
  Script,
} from './command.ts';
export { currentFolder } from './current-folder.ts';
export { errors as cliErrors } from './errors.ts';
export { execute } from './execute.ts';
export { findScript } from './find-script.ts';
export { exitCodes } from './exit-code.ts';
export type { Io, Output } from './io.ts';
export { silentLive } from './live.ts';
export { silentProgress } from './progress.ts';
export type { Progress, Task } from './progress.ts';
export { createPrompt } from './prompt.ts';
export type { Choice, Prompt } from './prompt.ts';
export { renderHelp } from './render-help.ts';
export { runCommand } from './run-command.ts';
export { machineFacts, runRecordFile, writeRunRecord } from './run-record.ts';
export type { RunRecord } from './run-record.ts';
export { createStyle } from './style.ts';
export type { Style } from './style.ts';
export { alignColumns, displayWidth, formatDuration, truncateText, wrapText } from './text-layout.ts';
export { xmlText } from './xml-text.ts';
