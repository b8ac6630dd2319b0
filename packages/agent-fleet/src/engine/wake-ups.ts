/** Those that wait for something to happen to a topic, woken all at once. */
export interface WakeUps {
  /** Without a topic: everyone. */
  readonly wake: (topic?: string) => void;
  /** Until woken, or until `signal`, at the latest after `most` ms. */
  readonly sleep: (topic: string, signal: AbortSignal, most: number) => Promise<void>;
}

export function wakeUps(): WakeUps {
  const sleepers = new Map<() => void, string>();
  return {
    wake: (topic) => {
      for (const [end, one] of sleepers) if (topic === undefined || one === topic) end();
    },
    sleep: (topic, signal, most) => {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          sleepers.delete(end);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, most);
        sleepers.set(end, topic);
        signal.addEventListener('abort', end);
      });
    },
  };
}
