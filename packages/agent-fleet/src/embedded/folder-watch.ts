import { watch, type FSWatcher } from 'node:fs';
import { wakeUps } from '../engine/wake-ups.ts';

/** Where the system tells of no change (network disks, some systems), and for what only time brings: a look all the same. */
const lookEvery = 200;

/** Told when any process has written to the database of the folder. */
export function watchFolder(folder: string): { changed: (signal: AbortSignal) => Promise<void>; close: () => void } {
  const waiting = wakeUps();
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, () => waiting.wake());
    watcher.on('error', () => watcher?.close());
  } catch {
    // No watching here: the looks do it.
  }
  return { changed: (signal) => waiting.sleep('', signal, lookEvery), close: () => watcher?.close() };
}
