import type { Check, DeploymentPlan, PlannedIssue, SharedPath, WithUnknownFields } from '@cdev/deployment-plan';

export const contextSchemaVersion = 1;

/** A command of the project that the agent may need: `{ name: 'test', command: 'pnpm test' }`. */
export interface ProjectCommand {
  readonly name: string;
  readonly command: string;
}

/** What an agent is told: written into its worktree as `.cdev/context.yaml`. */
export interface AgentContext extends WithUnknownFields {
  readonly schemaVersion: typeof contextSchemaVersion;
  /** The plan's id. */
  readonly plan: string;
  readonly agent: string;
  readonly role: string;
  readonly title: string;
  /** Markdown. */
  readonly task: string;
  readonly branch: string;
  readonly worktree: string;
  readonly base: string;
  readonly owns: readonly string[];
  readonly shared: readonly SharedPath[];
  readonly mayCreate: readonly string[];
  readonly reads: readonly string[];
  readonly dependsOn: readonly string[];
  readonly criteria: readonly string[];
  readonly checks: readonly Check[];
  readonly commands: readonly ProjectCommand[];
  readonly issue?: PlannedIssue;
  /** 1 for the first. */
  readonly attempt: number;
  /** Why the last attempt was not enough. */
  readonly feedback?: string;
}

export interface CreateContextOptions {
  readonly plan: DeploymentPlan;
  readonly agentId: string;
  readonly worktree: string;
  /** Default: the plan's base commit. */
  readonly base?: string | undefined;
  readonly commands?: readonly ProjectCommand[] | undefined;
  readonly attempt?: number | undefined;
  readonly feedback?: string | undefined;
}

export function createContext(_options: CreateContextOptions): AgentContext {
  throw new Error('not written yet');
}
export function contextFile(_worktree: string): string {
  throw new Error('not written yet');
}
export function parseContext(_text: string, _file: string): AgentContext {
  throw new Error('not written yet');
}
export function serialiseContext(_context: AgentContext): string {
  throw new Error('not written yet');
}
export function readContext(_file: string): Promise<AgentContext> {
  throw new Error('not written yet');
}
export function writeContext(_file: string, _context: AgentContext): Promise<void> {
  throw new Error('not written yet');
}
