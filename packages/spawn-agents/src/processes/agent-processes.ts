import { setTimeout as pause } from 'node:timers/promises';
import { isProcessAlive } from '@cdev/git';
import { readProcessEnvironment, readProcessTable, type ProcessEntry } from './process-table.ts';

/** The mark that an agent's processes carry in their environment, and what the journal says of its process. */
export interface AgentProcess {
  readonly agent: string;
  /** The folder of the run: tells agents of the same name in other runs apart. */
  readonly runFolder: string;
  readonly pid?: number | undefined;
  /** '' where the system does not tell; such a process cannot be told from a later one of the same id. */
  readonly startTime?: string | undefined;
}

/** `unknown`: a process of that id lives and nothing says whether it is the agent; it was left alone. */
export type EndedAgent = { readonly outcome: 'ended' | 'absent' | 'unknown'; readonly count: number };

/** Variables of the mark. */
export function agentMark({ agent, runFolder }: AgentProcess): Readonly<Record<string, string>> {
  return { CDEV_AGENT: agent, CDEV_RUN_FOLDER: runFolder };
}

/**
 * The ids of all processes of an agent that live. On Linux they are known by their mark, which children inherit, so that what left the
 * group of the agent, or was never written into the journal, is found too. Elsewhere only the process in the journal is known.
 */
export function findAgentProcesses(agent: AgentProcess): readonly number[] {
  const table = readProcessTable();
  if (!table) return isSurelyAlive(agent) ? [agent.pid as number] : [];
  const own = ancestry(table, process.pid);
  const marked = table.filter(({ pid }) => isMarked(pid, agent));
  // A group that somebody else leads is a terminal's, in which a person has opened the agent's conversation: only the marked ones are the agent's.
  const others = new Set(table.filter((entry) => !marked.includes(entry)).map(({ pid }) => pid));
  const groups = new Set(marked.map(({ group }) => group).filter((group) => !others.has(group)));
  if (isSurelyAlive(agent)) groups.add(agent.pid as number);
  return table
    .filter((entry) => !own.has(entry.pid) && (groups.has(entry.group) || marked.includes(entry)))
    .map(({ pid }) => pid);
}

/** The agents of a run of which processes live, as far as the system lets them be seen. */
export function agentsAtWork(runFolder: string): ReadonlySet<string> {
  const agents = (readProcessTable() ?? []).map(({ pid }) => {
    const environment = readProcessEnvironment(pid);
    return environment?.get('CDEV_RUN_FOLDER') === runFolder ? environment.get('CDEV_AGENT') : undefined;
  });
  return new Set(agents.filter((agent) => agent !== undefined));
}

/** Ends all processes of an agent: politely, and after `grace` milliseconds by force. */
export async function endAgentProcesses(agent: AgentProcess, grace: number): Promise<EndedAgent> {
  const first = findAgentProcesses(agent);
  for (const pid of first) signalTo(pid, 'SIGTERM');
  const forced = performance.now() + grace;
  let left = first;
  while (left.length > 0 && performance.now() < forced) {
    await pause(20);
    left = findAgentProcesses(agent);
  }
  for (const pid of left) signalTo(pid, 'SIGKILL');
  if (first.length > 0) return { outcome: 'ended', count: first.length };
  const { pid, startTime } = agent;
  return { outcome: pid !== undefined && startTime === '' && isProcessAlive(pid) ? 'unknown' : 'absent', count: 0 };
}

function isSurelyAlive({ pid, startTime }: AgentProcess): boolean {
  return pid !== undefined && startTime !== undefined && startTime !== '' && isProcessAlive(pid, startTime);
}

function isMarked(pid: number, agent: AgentProcess): boolean {
  const environment = readProcessEnvironment(pid);
  return (
    environment !== undefined &&
    Object.entries(agentMark(agent)).every(([name, value]) => environment.get(name) === value)
  );
}

/** Whoever starts this script from inside an agent must not be ended by it. */
function ancestry(table: readonly ProcessEntry[], pid: number): ReadonlySet<number> {
  const parents = new Map(table.map((entry) => [entry.pid, entry.parent]));
  const line = new Set<number>();
  for (let at: number | undefined = pid; at !== undefined && !line.has(at); at = parents.get(at)) line.add(at);
  return line;
}

function signalTo(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}
