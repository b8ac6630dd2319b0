import { isCdevError, type ErrorKind } from '../errors/index.ts';

/** The exit codes of every script, in the words of the help text. */
export const exitCodes: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'done'],
  [1, 'done with findings, or the work could not be done'],
  [2, 'wrong use'],
  [3, 'the environment lacks something (tool, credential, network)'],
  [70, 'a defect of this program'],
  [130, 'interrupted'],
];

/** Of `pending` outcomes: EX_TEMPFAIL of sysexits.h. In the help text of the commands that can have them. */
export const pendingExitCode = 75;

export const usageExitCode = 2;

const byStatus = { ok: 0, findings: 1, pending: pendingExitCode } as const;

export function exitCodeOfOutcome(status: keyof typeof byStatus): number {
  return byStatus[status];
}

const byKind: Readonly<Record<ErrorKind, number>> = {
  usage: usageExitCode,
  failure: 1,
  environment: 3,
  interrupted: 130,
  internal: 70,
};

/** 130 for Ctrl-C, 143 for SIGTERM: 128 plus the signal's number. */
const bySignal: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

export function exitCodeOf(error: unknown, interruptedBy?: string): number {
  if (interruptedBy !== undefined) return bySignal[interruptedBy] ?? 130;
  return isCdevError(error) ? byKind[error.kind] : 70;
}
