import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Plugin } from './find-plugin.ts';

/**
 * Runs a plugin in our place: with our streams, and to its end. A signal of the terminal reaches it by itself, and any other that we get is passed on.
 * @returns its exit code; 128 and the number of the signal that ended it
 */
export function startPlugin(
  { file, words = [] }: Plugin,
  args: readonly string[],
  signals: SignalSource,
): Promise<number> {
  return new Promise((done, failed) => {
    // Only a shell can start a .cmd.
    const child = spawn(file, [...words, ...args], { stdio: 'inherit', shell: file.endsWith('.cmd') });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signals.on(signal, () => void child.kill(signal));
    child.once('error', failed);
    child.once('exit', (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** The process, as far as it is needed. */
export interface SignalSource {
  readonly on: (signal: NodeJS.Signals, listener: () => void) => unknown;
}
