import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Driver } from '../drivers/index.ts';
import { parseLogLine } from './agent-log.ts';

/** An assistant's conversation, as the log of an attempt tells it. */
export interface Session {
  readonly id: string;
  /** Counted in it so far; 0 when it told nothing. */
  readonly tokens: number;
  readonly cost: number;
}

/** The conversation that a log speaks of; undefined when there is none, or no log. */
export async function sessionOf(log: string, { readLine }: Pick<Driver, 'readLine'>): Promise<Session | undefined> {
  let id: string | undefined;
  let [tokens, cost] = [0, 0];
  const lines = createInterface({ input: createReadStream(log), crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      const { from, text } = parseLogLine(line);
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
