import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FleetWord } from './fleet-task.ts';

export interface LogKeeper {
  readonly keep: (agent: string, log: NonNullable<FleetWord['log']>) => Promise<void>;
}

/** Writes lines of remote logs into the files that they would be in here. A line that is there already (after an interruption) is not written again. */
export function createLogKeeper(fileOf: (agent: string, attempt: number) => string): LogKeeper {
  const lengths = new Map<string, number>();
  return {
    keep: async (agent, { attempt, from, lines }) => {
      const file = fileOf(agent, attempt);
      const length = lengths.get(file) ?? (await linesIn(file));
      const fresh = lines.slice(Math.max(0, length - from));
      lengths.set(file, length + fresh.length);
      await appendFile(file, fresh.map((line) => `${line.replaceAll('\n', ' ')}\n`).join(''), { mode: 0o600 });
    },
  };
}

async function linesIn(file: string): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}
