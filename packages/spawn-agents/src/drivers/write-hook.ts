/** What an assistant's own hook is told to run before it writes a file; it refuses what is not the agent's (see `guardWorktree` of `@cdev/agent-run`). */
export interface WriteHook {
  /** A shell command. Each of these assistants refuses the tool when it ends with 2. */
  readonly command: string;
  /** A shell command for all else that happens in a conversation; absent where its stream tells of that. */
  readonly tell?: string | undefined;
  /** Where the assistant reads of it; absent when it is told on its command line. */
  readonly file?: string | undefined;
}

/** Of an assistant that reads of hooks in a file alone: one that lies below all others, so that those of the user and of the project go on running. */
export interface HookFile {
  /** The variable that names the file. */
  readonly variable: string;
  /** Where the machine may have one of its own: then that one stays. */
  readonly usual: readonly string[];
  readonly settings: (hook: Pick<WriteHook, 'command' | 'tell'>) => object;
}

/** The names that the assistants have for what happens. Claude Code and Qwen Code have these, and others that say nothing more. */
const happenings = [
  'SessionStart',
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'Notification',
  'Stop',
  'StopFailure',
  'SessionEnd',
];
const geminiHappenings = [
  'SessionStart',
  'BeforeAgent',
  'BeforeTool',
  'AfterTool',
  'Notification',
  'AfterAgent',
  'SessionEnd',
];

/** Claude Code: settings of one start, beside all others. @param deny rules of its own */
export function claudeSettings(hook: WriteHook | undefined, deny: readonly string[] = []): string[] {
  if (hook === undefined && deny.length === 0) return [];
  const judging = ['PreToolUse', 'Write|Edit|MultiEdit|NotebookEdit'] as const;
  const hooks = hook && { hooks: entries(hook, { judging, happenings, timeout: 10 }) };
  return ['--settings', JSON.stringify({ ...hooks, ...(deny.length > 0 && { permissions: { deny } }) })];
}

export const geminiHookFile: HookFile = {
  variable: 'GEMINI_CLI_SYSTEM_DEFAULTS_PATH',
  usual: [
    '/etc/gemini-cli/system-defaults.json',
    '/Library/Application Support/GeminiCli/system-defaults.json',
    'C:\\ProgramData\\gemini-cli\\system-defaults.json',
  ],
  settings: (hook) => ({
    hooks: entries(hook, {
      judging: ['BeforeTool', 'write_file|replace|edit'],
      happenings: geminiHappenings,
      timeout: 10_000,
    }),
  }),
};

export const qwenHookFile: HookFile = {
  variable: 'QWEN_CODE_SYSTEM_DEFAULTS_PATH',
  usual: [
    '/etc/qwen-code/system-defaults.json',
    '/Library/Application Support/QwenCode/system-defaults.json',
    'C:\\ProgramData\\qwen-code\\system-defaults.json',
  ],
  settings: (hook) => ({
    hooks: entries(hook, { judging: ['PreToolUse', 'write_file|replace|edit'], happenings, timeout: 10_000 }),
  }),
};

export function hookEnvironment({ variable }: HookFile, hook: WriteHook | undefined): Readonly<Record<string, string>> {
  return hook?.file === undefined ? {} : { [variable]: hook.file };
}

interface Entries {
  /** What happens before a tool is used, and which tools write. */
  readonly judging: readonly [event: string, tools: string];
  readonly happenings: readonly string[];
  /** In the assistant's own unit. */
  readonly timeout: number;
}

function entries(
  { command, tell }: Pick<WriteHook, 'command' | 'tell'>,
  { judging: [event, tools], happenings: events, timeout }: Entries,
): Readonly<Record<string, readonly object[]>> {
  const entry = (matcher: string, what: string): object => ({
    matcher,
    hooks: [{ type: 'command', command: what, timeout }],
  });
  const telling = tell === undefined ? [] : events.map((name) => [name, [entry('*', tell)]] as const);
  const told = Object.fromEntries(telling);
  return { ...told, [event]: [entry(tools, command), ...(told[event] ?? [])] };
}
