import { createReadStream } from 'node:fs';
import { stat, truncate } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseLogLine } from '../attempt/agent-log.ts';

/** How many lines of each stream a log has. */
export interface Logged {
  readonly stdout: number;
  readonly stderr: number;
}

export const nothingLogged: Logged = { stdout: 0, stderr: 0 };

/** Counts them; a last line that was torn when its writer was killed is cut off first, it comes again. */
export async function loggedLines(file: string): Promise<Logged> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return nothingLogged;
  let [stdout, stderr, whole] = [0, 0, 0];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity, terminal: false })) {
    whole += Buffer.byteLength(line) + 1;
    if (whole > found.size) {
      await truncate(file, whole - Buffer.byteLength(line) - 1);
      break;
    }
    const { from } = parseLogLine(line);
    if (from === 'agent') stdout += 1;
    if (from === 'stderr') stderr += 1;
  }
  return { stdout, stderr };
}
