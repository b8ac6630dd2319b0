/** So many at once; who comes first is served first. */
export interface Slots {
  readonly use: <Result>(action: () => Promise<Result>) => Promise<Result>;
  /** While nothing else runs. */
  readonly useAlone: <Result>(action: () => Promise<Result>) => Promise<Result>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting: { readonly want: number; readonly start: () => void }[] = [];
  const serve = (): void => {
    for (let next = waiting[0]; next && next.want <= free; next = waiting[0]) {
      waiting.shift();
      free -= next.want;
      next.start();
    }
  };
  async function take<Result>(want: number, action: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((start) => {
      waiting.push({ want, start });
      serve();
    });
    try {
      return await action();
    } finally {
      free += want;
      serve();
    }
  }
  return { use: (action) => take(1, action), useAlone: (action) => take(count, action) };
}
