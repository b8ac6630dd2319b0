import { watch, type FSWatcher } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export interface ChangeWatch extends Disposable {
  /** Resolves at the first change since the last call, but not before `atLeast` and at the latest after `atMost` milliseconds. */
  readonly next: (limits: { readonly atLeast: number; readonly atMost: number }) => Promise<void>;
}

/**
 * Watches folders (not what is below them). One that is not there, or that cannot be watched (too many watches, a network disk), is
 * left out: then only `atMost` counts.
 */
export function watchFolders(folders: readonly string[], signal: AbortSignal): ChangeWatch {
  let hasChanged = false;
  let wake = (): void => {};
  const watchers = folders.flatMap((folder): FSWatcher[] => {
    try {
      const watcher = watch(folder, { signal }, () => {
        hasChanged = true;
        wake();
      });
      watcher.on('error', () => watcher.close());
      return [watcher];
    } catch {
      return [];
    }
  });
  return {
    next: async ({ atLeast, atMost }) => {
      await pause(atLeast, undefined, { signal });
      if (!hasChanged && atMost > atLeast) {
        const woken = new AbortController();
        wake = () => woken.abort();
        const either = AbortSignal.any([signal, woken.signal]);
        await pause(atMost - atLeast, undefined, { signal: either }).catch(() => signal.throwIfAborted());
        wake = () => {};
      }
      hasChanged = false;
    },
    [Symbol.dispose]: () => {
      for (const watcher of watchers) watcher.close();
    },
  };
}
