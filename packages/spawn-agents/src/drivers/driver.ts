import type { AgentActivity } from './activity.ts';
import type { Conversation, ToolServer } from './conversation.ts';
import type { Foreign } from './own-rules.ts';
import type { HookFile, WriteHook } from './write-hook.ts';

export const driverNames = ['command', 'acp', 'claude', 'codex', 'gemini', 'opencode', 'qwen'] as const;
export type DriverName = (typeof driverNames)[number];

/** `edit`: files in its folder, and what the assistant allows without asking. `all`: everything, without asking. */
export type Permissions = 'edit' | 'all';

/** Where a driver looks for its program. */
export interface DetectContext {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/** Whether a driver's program is here. */
export type Detection =
  | { readonly status: 'ready'; readonly version: string; readonly path: string }
  /** It is here and does not start. */
  | { readonly status: 'unusable'; readonly path: string; readonly reason: string; readonly hint: string }
  | { readonly status: 'missing'; readonly hint: string };

/** What an assistant is started for. */
export interface DriverTask {
  /** The whole text of the task. */
  readonly prompt: string;
  /** The file that holds the same text. */
  readonly promptFile: string;
  readonly permissions: Permissions;
  /** Commands of the project that the assistant may run without asking, where it can be told so. */
  readonly allowedCommands: readonly string[];
  /** A conversation to go on with. */
  readonly session?: string | undefined;
  /** Programs that give the agent tools over the Model Context Protocol, where the assistant can be told of them. */
  readonly toolServers?: readonly ToolServer[] | undefined;
  readonly writeHook?: WriteHook | undefined;
  /** For the assistant's own rules, where it has some that refuse a path. */
  readonly foreign?: Foreign | undefined;
  /** Further arguments of the user. */
  readonly extraArguments: readonly string[];
}

/** A conversation that a person is to go on with. */
export interface Resumed extends Pick<DriverTask, 'toolServers' | 'writeHook' | 'extraArguments'> {
  readonly session: string;
}

/** A program to start; its stdin stays empty, unless the driver converses with it. */
export interface CommandLine {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How one assistant is found, started without a person, and understood. */
export interface Driver {
  readonly name: DriverName;
  readonly detect: (context: DetectContext) => Promise<Detection>;
  /** For a program that makes its database at its first start, and fails when several first starts meet: one that does nothing else. */
  readonly firstStart?: CommandLine | undefined;
  /** Where it reads of hooks, when it does so in a file alone. */
  readonly hookFile?: HookFile | undefined;
  readonly commandLine: (task: DriverTask) => CommandLine;
  /** Opens a conversation that it had, for a person at the terminal; undefined where it has none. What it may do, the person says. */
  readonly resume?: ((resumed: Resumed) => CommandLine) | undefined;
  /** What a line of its stdout tells. One line may tell several things; one that is not understood tells nothing. */
  readonly readLine: (line: string) => readonly AgentActivity[];
  /** The same of a line of its stderr, where it tells something there that it tells nowhere else. */
  readonly readErrorLine?: ((line: string) => readonly AgentActivity[]) | undefined;
  /** Talks with the program over stdin and stdout, until it has said all; what comes of it. */
  readonly converse?: ((conversation: Conversation) => Promise<void>) | undefined;
  /** When an agent of it hears what somebody says to it at work; absent: never. */
  readonly hears?: 'with its next call of our tools' | 'at its next turn' | undefined;
  /** Numbers that count from the conversation's beginning, also when it is continued by another process. */
  readonly countsWholeSession: { readonly tokens: boolean; readonly cost: boolean };
}
