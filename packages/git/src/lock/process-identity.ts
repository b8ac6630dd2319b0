import { readFileSync } from 'node:fs';
import { kill } from 'node:process';

/** When the process started, in clock ticks since the machine did; '' when that is not known (not Linux, or no such process). */
export function processStartTime(pid: number): string {
  return readStat(pid)?.startTime ?? '';
}

/**
 * Whether that very process lives: with `startTime` a later process of the same id does not count. A zombie, whose parent has not
 * asked after it yet, does no work any more and never counts.
 */
export function isProcessAlive(pid: number, startTime = ''): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  const found = readStat(pid);
  if (found === undefined) return answersSignal(pid);
  if (found.state === 'Z' || found.state === 'X') return false;
  return startTime === '' || found.startTime === startTime;
}

/** Fields 3 and 22 of proc_pid_stat(5). The name before them is in brackets and may contain anything. */
function readStat(pid: number): { state: string; startTime: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function answersSignal(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch (error) {
    // A process that may not be signalled is one all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
