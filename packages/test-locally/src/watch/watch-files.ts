import { watch, type FSWatcher } from 'node:fs';
import { join, posix } from 'node:path';
import { readInventory } from '@cdev/code-graph';

export interface FileWatcher {
  /** The next changed path from the top; undefined when watching has ended. */
  readonly next: () => Promise<string | undefined>;
  /** Changes that are known already; they are taken. */
  readonly waiting: () => readonly string[];
  readonly close: () => void;
}

/** Watches the folders that hold files of the repository; what git ignores is not looked at. */
export async function watchFiles(cwd: string, signal: AbortSignal): Promise<FileWatcher> {
  const { root, files } = await readInventory(cwd, { signal });
  const folders = new Set([
    '',
    ...files.map(({ path }) => posix.dirname(path)).map((folder) => (folder === '.' ? '' : folder)),
  ]);
  const names = new Set(files.map(({ path }) => path));
  const queue: string[] = [];
  const waiting: ((path: string | undefined) => void)[] = [];
  let isClosed = false;

  function report(path: string): void {
    const first = waiting.shift();
    if (first) first(path);
    else queue.push(path);
  }

  const watchers = [...folders].flatMap((folder): FSWatcher[] => {
    try {
      return [
        watch(join(root, folder), { persistent: true }, (_, name) => {
          if (name === null) return;
          const path = folder === '' ? name : `${folder}/${name}`;
          if (names.has(path) || isNewSource(path)) report(path);
        }),
      ];
    } catch {
      // A folder that went away in the meantime.
      return [];
    }
  });
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const watcher of watchers) watcher.close();
    for (const wait of waiting.splice(0)) wait(undefined);
  };
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  return {
    next: async () => {
      const ready = queue.shift();
      if (ready !== undefined || isClosed) return ready;
      return new Promise((done) => void waiting.push(done));
    },
    waiting: () => queue.splice(0),
    close,
  };
}

/** Files that were not there before count when they are code; editors leave much else for a moment. */
function isNewSource(path: string): boolean {
  return (
    /\.(?:[cm]?[jt]sx?|json|vue|svelte)$/.test(path) && !/(?:^|\/)(?:node_modules|dist|coverage|\.git)\//.test(path)
  );
}
