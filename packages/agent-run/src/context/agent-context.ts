import { join } from 'node:path';
import {
  agentOf,
  claimableBy,
  mayWrite,
  type Check,
  type ClaimablePath,
  type DeploymentPlan,
  type PlannedIssue,
  type SharedPath,
  type WithUnknownFields,
} from '@cdev/deployment-plan';

/** Readers also take the version before it, writers write only this one. */
export const contextSchemaVersion = 1;

/** A command of the project that the agent may need: `{ name: 'test', command: 'pnpm test' }`. */
export interface ProjectCommand extends WithUnknownFields {
  readonly name: string;
  readonly command: string;
}

/** What an agent is told; in its worktree as `.cdev/context.yaml`. Paths are posix and relative to the worktree's top. */
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
  /** Absolute. */
  readonly worktree: string;
  /** The commit its work begins at; '' when it is not known. */
  readonly base: string;
  /** Patterns, as in the plan. */
  readonly owns: readonly string[];
  /** The shared paths it may write. */
  readonly shared: readonly SharedPath[];
  /** Files of nobody that it is likely to need and may claim; absent where the plan lists none. */
  readonly claimable?: readonly ClaimablePath[];
  /** Exact paths that it has promised and that must be there at the end. */
  readonly mayCreate: readonly string[];
  readonly reads: readonly string[];
  readonly dependsOn: readonly string[];
  readonly criteria: readonly string[];
  /** Its own checks, then the plan's. */
  readonly checks: readonly Check[];
  readonly commands: readonly ProjectCommand[];
  readonly issue?: PlannedIssue;
  /** 1 for the first. */
  readonly attempt: number;
  /** Why the last attempt was not enough; Markdown. */
  readonly feedback?: string;
}

export interface CreateContextOptions {
  readonly plan: DeploymentPlan;
  readonly agentId: string;
  readonly worktree: string;
  /** Default: the plan's base commit. */
  readonly base?: string | undefined;
  readonly commands?: readonly ProjectCommand[] | undefined;
  /** Default 1. */
  readonly attempt?: number | undefined;
  readonly feedback?: string | undefined;
}

/** The context of a planned agent. @throws CDEV_E_PLAN_AGENT_UNKNOWN */
export function createContext(options: CreateContextOptions): AgentContext {
  const { plan, agentId, worktree, base = plan.base.commit, commands = [], attempt = 1, feedback } = options;
  const agent = agentOf(plan, agentId);
  const claimable = claimableBy(plan, agentId);
  return {
    schemaVersion: contextSchemaVersion,
    plan: plan.id,
    agent: agent.id,
    role: agent.role,
    title: agent.title,
    task: agent.task,
    branch: agent.branch,
    worktree,
    base,
    owns: agent.owns,
    shared: plan.shared.filter((entry) => mayWrite(entry, agentId)),
    ...(claimable && { claimable }),
    mayCreate: agent.creates,
    reads: agent.reads,
    dependsOn: agent.dependsOn,
    criteria: agent.criteria,
    checks: [...agent.checks, ...plan.checks],
    commands,
    ...(plan.issue && { issue: plan.issue }),
    attempt,
    ...(feedback !== undefined && { feedback }),
  };
}

/** `.cdev/context.yaml` in the worktree. */
export function contextFile(worktree: string): string {
  return join(worktree, '.cdev', 'context.yaml');
}
