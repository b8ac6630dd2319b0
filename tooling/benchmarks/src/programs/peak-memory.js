import { readFileSync } from 'node:fs';

/**
 * The most memory that this process held, in MB. Linux hands `maxRSS` on from the process that started this one, which is larger; what its
 * status file tells begins with the program.
 * https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function peakMemory() {
  const kilobytes = readStatus() ?? process.resourceUsage().maxRSS;
  return Math.round(kilobytes / 1024);
}

function readStatus() {
  try {
    const peak = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return peak === undefined ? undefined : Number(peak);
  } catch {
    return undefined;
  }
}
