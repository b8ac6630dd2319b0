import type { AgentActivity } from './activity.ts';
import type { DriverTask, Permissions } from './driver.ts';

/** Whether an agent may write a path, and the reason when it may not. */
export type MayWrite = (path: string) => Promise<{ readonly isAllowed: boolean; readonly reason: string }>;

/** A program that a driver talks with, and what the driver needs to answer it. */
export interface Conversation {
  readonly task: DriverTask;
  readonly worktree: string;
  readonly permissions: Permissions;
  readonly mayWrite: MayWrite;
  /** Bytes of its stdout; ends when it goes. */
  readonly output: ReadableStream<Uint8Array>;
  /** Its stdin. */
  readonly input: WritableStream<Uint8Array>;
  readonly record: (activity: AgentActivity) => void;
  /** Texts for the agent that came since the last call. */
  readonly messages: () => Promise<readonly string[]>;
  /** Programs that give the agent tools (Model Context Protocol over stdio). */
  readonly toolServers: readonly ToolServer[];
  readonly signal: AbortSignal;
}

export interface ToolServer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}
