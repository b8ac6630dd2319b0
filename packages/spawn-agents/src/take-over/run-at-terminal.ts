import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommandLine } from '../drivers/index.ts';
import { errors } from '../errors.ts';

export interface TerminalProgram {
  readonly command: CommandLine;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds between the polite and the forced end. */
  readonly grace: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly onStart: (pid: number) => void;
}

export interface TerminalEnd {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/**
 * Runs a program that has the terminal of this process to itself, in the same process group: another one could not read from it. It dies with
 * the terminal, not with this process.
 * @throws CDEV_E_SPAWN_DRIVER_MISSING when it cannot be started
 */
export async function runAtTerminal({
  command,
  cwd,
  env,
  grace,
  signal,
  onStart,
}: TerminalProgram): Promise<TerminalEnd> {
  const { file, args } = command;
  const child = spawn(file, args, { cwd, env: definedOnly({ ...env, ...command.env }), stdio: 'inherit' });
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  if (child.pid !== undefined) onStart(child.pid);
  const end = (): void => {
    child.kill('SIGTERM');
    void pause(grace, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    const [exitCode, name] = await ended;
    return { exitCode: exitCode ?? undefined, signal: name ?? undefined };
  } catch (cause) {
    const reason = (cause as Error).message;
    throw errors.make('CDEV_E_SPAWN_DRIVER_MISSING', { driver: file, reason, hint: `Put ${file} on PATH` }, { cause });
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
