import { hostname } from 'node:os';
import { pid } from 'node:process';
import { isProcessAlive, processStartTime } from './process-identity.ts';

/** Who holds a lock, as the claim says. */
export interface Holder {
  readonly pid: number;
  readonly startTime: string;
  readonly host: string;
  readonly what: string;
  /** ISO 8601. */
  readonly since: string;
}

export function describeSelf(what: string): Holder {
  return { pid, startTime: processStartTime(pid), host: hostname(), what, since: new Date().toISOString() };
}

/** Undefined for text that names nobody, such as what a full disk left of it. */
export function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    if (typeof holder?.pid !== 'number') return undefined;
    return { startTime: '', host: '', what: '', since: '', ...holder, pid: holder.pid };
  } catch {
    return undefined;
  }
}

/** A process of another machine cannot be asked after, so it counts as alive. */
export function isHolding(holder: Holder): boolean {
  return holder.host !== hostname() || isProcessAlive(holder.pid, holder.startTime);
}

export function nameHolder({ pid: id, host, what, since }: Holder): string {
  const machine = host === hostname() ? '' : ` on ${host}`;
  return `process ${id}${machine} (${what}, since ${since})`;
}
