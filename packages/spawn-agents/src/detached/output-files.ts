import { rm } from 'node:fs/promises';

/** What an agent that outlives its supervisor writes into, in place of pipes. */
export interface OutputFiles {
  readonly stdout: string;
  readonly stderr: string;
  /** Its exit code, once it has ended. */
  readonly exit: string;
}

/** Beside the log of the attempt, while that is open: they have what the agent says as it comes, credentials and all. */
export function outputFiles(log: string): OutputFiles {
  const stem = log.replace(/\.log$/, '');
  return { stdout: `${stem}.stdout`, stderr: `${stem}.stderr`, exit: `${stem}.exit` };
}

export async function removeOutput(log: string): Promise<void> {
  await Promise.all(Object.values(outputFiles(log)).map((file: string) => rm(file, { force: true })));
}
