import { setTimeout as pause } from 'node:timers/promises';
import { keepWork, type KeepWorkOptions } from './keep-work.ts';

export interface KeepPeriodicallyOptions extends Omit<KeepWorkOptions, 'why'> {
  /** Milliseconds; 0 for never. */
  readonly interval: number;
  /** A snapshot that could not be made does not end the agent. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Keeps an agent's work while `action` lets it work, so that neither its own mistake nor a power cut takes more than the last minutes. What
 * has not changed is not kept twice. A snapshot that is under way at the end is waited for.
 */
export async function keepPeriodically<Result>(
  { interval, onFailure, ...work }: KeepPeriodicallyOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  const end = new AbortController();
  const known = [...(work.known ?? [])];
  const keepOn = async (): Promise<void> => {
    while (await passed(interval, end.signal)) {
      try {
        const kept = await keepWork({ ...work, known, why: 'while it was at work' });
        if (kept) known.push(kept);
      } catch (error) {
        onFailure(error);
      }
    }
  };
  const ended = interval > 0 ? keepOn() : Promise.resolve();
  try {
    return await action();
  } finally {
    end.abort();
    await ended;
  }
}

async function passed(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(milliseconds, undefined, { signal, ref: false });
    return true;
  } catch {
    return false;
  }
}
