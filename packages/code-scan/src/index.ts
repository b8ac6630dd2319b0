/** Finds dangerous code in JavaScript, TypeScript and shell scripts, and shows how data from outside gets there. */
export { scanCode } from './scan-code.ts';
export type { CodeScan, ScanCodeOptions } from './scan-code.ts';
export { createSourceScanner } from './scan-source.ts';
export type { ScanSource, SourceScan, SourceText } from './scan-source.ts';
export { askShellcheck } from './shell/ask-shellcheck.ts';
export type { AskShellcheckOptions, ShellcheckAnswer } from './shell/ask-shellcheck.ts';
export { scanScripts } from './shell/scan-scripts.ts';
export type { ScriptScan } from './shell/scan-scripts.ts';
export { scanShell } from './shell/scan-shell.ts';
export type { ShellText, TextPlace } from './shell/shell-text.ts';
export { loadJudge } from './regex/judge-regex.ts';
export type { JudgeRegex } from './rules/regular-expressions.ts';
