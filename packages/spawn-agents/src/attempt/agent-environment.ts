import { inheritedGitVariables } from '@cdev/git';
import { agentMark } from '../processes/agent-processes.ts';

export interface AgentEnvironmentOptions {
  readonly plan: string;
  readonly agent: string;
  readonly attempt: number;
  readonly worktree: string;
  readonly runFolder: string;
  readonly contextFile: string;
  readonly promptFile: string;
  readonly port: number | undefined;
  /** How many from that one on are the agent's. */
  readonly ports?: number | undefined;
}

/** The agent's ports: the first, and how many there are. */
export function portRange(
  port: number | undefined,
  count: number | undefined,
): Readonly<Record<string, string | undefined>> {
  const isRange = port !== undefined && count !== undefined && count > 1;
  return {
    CDEV_PORT_BASE: isRange ? String(port) : undefined,
    CDEV_PORT_COUNT: isRange ? String(count) : undefined,
  };
}

/** What a package manager that started this script says about the package it was started in. */
const startedBy =
  /^(?:INIT_CWD|npm_(?:package|lifecycle)_.*|npm_command|npm_config_(?:call|local_prefix|package|workspace|yes))$/;

/**
 * What changes in the environment for an agent; undefined removes a variable. Its part is added, and whatever would lead it, or what it
 * starts, to the folder that this script was started in is taken out.
 */
export function agentEnvironment(
  options: AgentEnvironmentOptions,
  inherited: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const { plan, agent, attempt, worktree, runFolder, contextFile, promptFile, port } = options;
  const misleading = Object.keys(inherited).filter((name) => startedBy.test(name));
  return {
    ...inheritedGitVariables,
    ...Object.fromEntries(misleading.map((name) => [name, undefined])),
    ...agentMark({ agent, runFolder }),
    // OpenCode works in the folder that is named here, not in the one it is started in.
    PWD: worktree,
    OLDPWD: undefined,
    CDEV_PLAN: plan,
    CDEV_CONTEXT: contextFile,
    CDEV_PROMPT: promptFile,
    CDEV_ATTEMPT: String(attempt),
    CDEV_PORT: port === undefined ? undefined : String(port),
    ...portRange(port, options.ports),
  };
}
