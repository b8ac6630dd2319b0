import { join } from 'node:path';

/** Where a run keeps what; as absolute as the common directory is. */
export interface RunPaths {
  readonly folder: string;
  /** One event per line (NDJSON). */
  readonly journal: string;
  readonly logs: string;
  readonly reports: string;
  /** The journal's lock. */
  readonly lock: string;
}

/** The places of a plan's run below `<git-common-dir>/cdev/runs/<plan>`. Nothing is made. */
export function runPaths(commonDir: string, planId: string): RunPaths {
  const folder = join(runsFolder(commonDir), planId);
  return {
    folder,
    journal: join(folder, 'journal.ndjson'),
    logs: join(folder, 'logs'),
    reports: join(folder, 'reports'),
    lock: join(commonDir, 'cdev', 'locks', `journal-${planId}.lock`),
  };
}

export function runsFolder(commonDir: string): string {
  return join(commonDir, 'cdev', 'runs');
}

export interface AgentLogOptions {
  readonly planId: string;
  readonly agentId: string;
  /** 1 for the first. */
  readonly attempt: number;
}

/** The file that takes what an agent prints in one attempt. */
export function agentLog(commonDir: string, { planId, agentId, attempt }: AgentLogOptions): string {
  return join(runPaths(commonDir, planId).logs, `${agentId}-${attempt}.log`);
}

/** Held by whoever has an agent in hand, from before its attempt until its work is kept: the process that runs it, or a person's conversation. */
export function agentLock(commonDir: string, { planId, agentId }: Omit<AgentLogOptions, 'attempt'>): string {
  return join(commonDir, 'cdev', 'locks', `agent-${planId}.${agentId}.lock`);
}
