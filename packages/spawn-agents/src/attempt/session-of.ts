import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { agentLog } from '@cdev/agent-run';
import type { AgentActivity, Driver } from '../drivers/index.ts';
import type { SpawnRun } from '../open-run.ts';
import { parseLogLine } from './agent-log.ts';

/** An assistant's conversation, as the log of an attempt tells it. */
export interface Session {
  readonly id: string;
  /** Counted in it so far; 0 when it told nothing. */
  readonly tokens: number;
  readonly cost: number;
}

const sessionMark = 'conversation ';

/** What our own line in a log says of the conversation that a person had: that log has no stream to read it from. */
export function sessionNote({ id, tokens, cost }: Session): string {
  return `${sessionMark}${id} ${tokens} ${cost}`;
}

function readMark(text: string): [string, number, number] {
  const [id = '', tokens, cost] = text.slice(sessionMark.length).split(' ');
  return [id, Number(tokens), Number(cost)];
}

/** The conversation that a log speaks of; undefined when there is none, or no log. */
export async function sessionOf(log: string, { readLine }: Pick<Driver, 'readLine'>): Promise<Session | undefined> {
  let id: string | undefined;
  let [tokens, cost] = [0, 0];
  const lines = createInterface({ input: createReadStream(log), crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      const { from, text } = parseLogLine(line);
      if (from === 'cdev' && text.startsWith(sessionMark)) [id, tokens, cost] = readMark(text);
      for (const activity of from === 'agent' ? readLine(text) : []) {
        if (activity.kind === 'session') id = activity.id;
        if (activity.kind === 'usage') [tokens, cost] = [activity.tokens, activity.cost ?? cost];
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return id === undefined ? undefined : { id, tokens, cost };
}

/** The conversation of the attempt before. */
export async function lastSession(
  run: SpawnRun,
  { agent, attempt, driver }: { readonly agent: string; readonly attempt: number; readonly driver: Driver },
): Promise<Session | undefined> {
  if (attempt === 1) return undefined;
  const file = agentLog(run.repository.commonDir, { planId: run.plan.id, agentId: agent, attempt: attempt - 1 });
  return sessionOf(file, driver);
}

/** Some assistants count from the beginning of a conversation; what was counted before is taken off. */
export function withoutSession(
  activity: AgentActivity,
  session: Pick<Session, 'tokens' | 'cost'>,
  whole: { readonly tokens: boolean; readonly cost: boolean },
): AgentActivity {
  if (activity.kind !== 'usage') return activity;
  const { tokens, cost } = activity;
  return {
    kind: 'usage',
    tokens: whole.tokens ? Math.max(0, tokens - session.tokens) : tokens,
    ...(cost !== undefined && { cost: whole.cost ? Math.max(0, cost - session.cost) : cost }),
  };
}
