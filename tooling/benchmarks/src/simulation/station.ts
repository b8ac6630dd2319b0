import type { Calendar } from './calendar.ts';

export interface StationFigures {
  /** Share of the servers' time, from the start until now. */
  readonly busy: number;
  /** Seconds until served, of all that were. */
  readonly meanWait: number;
  readonly p95Wait: number;
  readonly served: number;
}

/** Servers with one queue, first come first served. */
export interface Station {
  /** `enter` is called when a server is free for it; what it calls `leave` with the server is free again. */
  readonly seize: (enter: (leave: () => void) => void) => void;
  /** Seizes a server for so many seconds. */
  readonly serve: (seconds: number, done: () => void) => void;
  readonly figures: () => StationFigures;
}

/** So many samples of waits are kept, evenly over all. */
const kept = 20_000;

export function createStation(calendar: Calendar, servers: number): Station {
  const queue: { readonly from: number; readonly enter: (leave: () => void) => void }[] = [];
  let [head, free, busySeconds, waited, served, stride] = [0, servers, 0, 0, 0, 1];
  let waits: number[] = [];
  const enter = (from: number, one: (leave: () => void) => void): void => {
    const start = calendar.now();
    free -= 1;
    waited += start - from;
    if (served % stride === 0) waits.push(start - from);
    served += 1;
    if (waits.length > kept) {
      waits = waits.filter((_, at) => at % 2 === 0);
      stride *= 2;
    }
    one(() => {
      busySeconds += calendar.now() - start;
      free += 1;
      next();
    });
  };
  const next = (): void => {
    const waiting = queue[head];
    if (waiting === undefined || free === 0) return;
    head += 1;
    if (head > 1000 && head * 2 > queue.length) {
      queue.splice(0, head);
      head = 0;
    }
    enter(waiting.from, waiting.enter);
  };
  const seize = (one: (leave: () => void) => void): void => {
    if (free > 0 && queue[head] === undefined) enter(calendar.now(), one);
    else queue.push({ from: calendar.now(), enter: one });
  };
  return {
    seize,
    serve: (seconds, done) =>
      seize((leave) =>
        calendar.after(seconds, () => {
          leave();
          done();
        }),
      ),
    figures: () => {
      const sorted = waits.toSorted((one, other) => one - other);
      return {
        busy: busySeconds / (servers * Math.max(calendar.now(), 1e-9)),
        meanWait: waited / Math.max(served, 1),
        p95Wait: sorted[Math.floor(0.95 * (sorted.length - 1))] ?? 0,
        served,
      };
    },
  };
}
