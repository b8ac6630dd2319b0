import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OutputStream } from '@cdev/core/subprocess';

/** The file that takes every line an agent prints. Losing it (a full disk) does not end the agent. */
export interface AgentLog {
  readonly file: string;
  readonly line: (text: string, stream: OutputStream) => void;
  /** A line of ours. */
  readonly note: (text: string) => void;
  /** Resolves when all is handed to the system, with the reason when some could not be. */
  readonly close: () => Promise<string | undefined>;
}

/** Lines of stdout stand as they came; these words begin the others. */
const noteMark = '#cdev ';
const errorMark = '#stderr ';

export type LogLine = { readonly from: 'agent' | 'stderr' | 'cdev'; readonly text: string };

export function parseLogLine(line: string): LogLine {
  if (line.startsWith(noteMark)) return { from: 'cdev', text: line.slice(noteMark.length) };
  if (line.startsWith(errorMark)) return { from: 'stderr', text: line.slice(errorMark.length) };
  return { from: 'agent', text: line };
}

/** Opens the log for appending: a second start of the same attempt loses nothing of the first. */
export async function openAgentLog(file: string): Promise<AgentLog> {
  await mkdir(dirname(file), { recursive: true });
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  let failure: string | undefined;
  stream.on('error', (error) => {
    failure ??= error.message;
  });
  return {
    file,
    line: (text, from) =>
      void (failure === undefined && stream.write(`${from === 'stderr' ? errorMark : ''}${text}\n`)),
    note: (text) => void (failure === undefined && stream.write(`${noteMark}${text}\n`)),
    close: () =>
      new Promise((done) => {
        if (failure !== undefined) done(failure);
        else stream.end((error?: Error | null) => done(error?.message ?? failure));
      }),
  };
}
