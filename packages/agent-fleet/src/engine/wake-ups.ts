/** Those that wait for something to happen, woken all at once. */
export interface WakeUps {
  readonly all: () => void;
  readonly add: (sleeper: () => void) => void;
  readonly remove: (sleeper: () => void) => void;
}

export function wakeUps(): WakeUps {
  const sleepers = new Set<() => void>();
  return {
    all: () => {
      for (const sleeper of sleepers) sleeper();
    },
    add: (sleeper) => void sleepers.add(sleeper),
    remove: (sleeper) => void sleepers.delete(sleeper),
  };
}

/** Until woken, or until `signal`, at the latest after `most` ms. */
export function oneOf(wake: WakeUps, signal: AbortSignal, most: number): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      wake.remove(end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, most);
    wake.add(end);
    signal.addEventListener('abort', end);
  });
}
