/** What an assistant's own hook is told to run before it writes a file; it refuses what is not the agent's (see `guardWorktree` of `@cdev/agent-run`). */
export interface WriteHook {
  /** A shell command. Each of these assistants refuses the tool when it ends with 2. */
  readonly command: string;
  /** Where the assistant reads of it; absent when it is told on its command line. */
  readonly file?: string | undefined;
}

/** Of an assistant that reads of hooks in a file alone: one that lies below all others, so that those of the user and of the project go on running. */
export interface HookFile {
  /** The variable that names the file. */
  readonly variable: string;
  /** Where the machine may have one of its own: then that one stays. */
  readonly usual: readonly string[];
  readonly settings: (command: string) => object;
}

/** Claude Code: settings of one start, beside all others. @param deny rules of its own */
export function claudeSettings(hook: WriteHook | undefined, deny: readonly string[] = []): string[] {
  if (hook === undefined && deny.length === 0) return [];
  const matcher = 'Write|Edit|MultiEdit|NotebookEdit';
  const hooks = hook && { hooks: { PreToolUse: entry(matcher, { command: hook.command, timeout: 10 }) } };
  return ['--settings', JSON.stringify({ ...hooks, ...(deny.length > 0 && { permissions: { deny } }) })];
}

export const geminiHookFile: HookFile = {
  variable: 'GEMINI_CLI_SYSTEM_DEFAULTS_PATH',
  usual: [
    '/etc/gemini-cli/system-defaults.json',
    '/Library/Application Support/GeminiCli/system-defaults.json',
    'C:\\ProgramData\\gemini-cli\\system-defaults.json',
  ],
  settings: (command) => ({ hooks: { BeforeTool: entry('write_file|replace|edit', { command, timeout: 10_000 }) } }),
};

export const qwenHookFile: HookFile = {
  variable: 'QWEN_CODE_SYSTEM_DEFAULTS_PATH',
  usual: [
    '/etc/qwen-code/system-defaults.json',
    '/Library/Application Support/QwenCode/system-defaults.json',
    'C:\\ProgramData\\qwen-code\\system-defaults.json',
  ],
  settings: (command) => ({ hooks: { PreToolUse: entry('write_file|replace|edit', { command, timeout: 10_000 }) } }),
};

export function hookEnvironment({ variable }: HookFile, hook: WriteHook | undefined): Readonly<Record<string, string>> {
  return hook?.file === undefined ? {} : { [variable]: hook.file };
}

function entry(matcher: string, hook: { readonly command: string; readonly timeout: number }): object[] {
  return [{ matcher, hooks: [{ type: 'command', ...hook }] }];
}
