/** Milliseconds of CPU that this process took since `process.cpuUsage()` was asked: what is to be quick is not slower on a busy machine. */
export function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
