import { setTimeout as pause } from 'node:timers/promises';

/** Ends a process group that was kept: politely, and after `grace` milliseconds (2,000) by force. A group that is gone is fine. */
export async function endProcessGroup(groupId: number, grace = 2000): Promise<void> {
  await endLeftBehind(groupId, grace);
}

/** A server that was started in the background holds the output open for as long as it lives. */
export async function endLeftBehind(groupId: number | undefined, grace: number): Promise<void> {
  const forced = performance.now() + grace;
  let isThere = endGroup(groupId, 'SIGTERM');
  while (isThere && performance.now() < forced) {
    await pause(20);
    isThere = endGroup(groupId, 0);
  }
  if (isThere) endGroup(groupId);
}

/** False when the group is gone already. */
export function endGroup(groupId: number | undefined, signal: 'SIGTERM' | 'SIGKILL' | 0 = 'SIGKILL'): boolean {
  try {
    return groupId !== undefined && process.platform !== 'win32' && process.kill(-groupId, signal);
  } catch {
    return false;
  }
}
