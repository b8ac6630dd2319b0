/** When the process started, in clock ticks since the machine did; '' when that is not known (not Linux, or no such process). */
export function processStartTime(pid: number): string {
  throw new Error('on its way');
}
/** Whether that very process lives: with `startTime` a later process of the same id does not count, and a zombie never does. */
export function isProcessAlive(pid: number, startTime = ''): boolean {
  throw new Error('on its way');
}
