import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** True while the process runs; a zombie counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Whether it came true; the limit, in milliseconds, only ends what would never come. */
export async function until(condition: () => boolean, limit = 60_000): Promise<boolean> {
  for (const end = Date.now() + limit; Date.now() < end; await sleep(20)) if (condition()) return true;
  return condition();
}
