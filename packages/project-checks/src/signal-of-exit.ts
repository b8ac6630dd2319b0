import { constants } from 'node:os';

/** The signal that has ended what a shell ran, by the shell's own exit code, which is 128 and the signal's number (POSIX); undefined for any other code. */
export function signalOfExit(exitCode: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)?.[0];
}
