import { simulateQueue } from '@cdev/integrate-parallel-work';
import type { Calendar } from './calendar.ts';
import type { FleetSetting } from './fleet-setting.ts';
import { createStation, type Station } from './station.ts';

export interface Integration {
  readonly take: (number: number) => void;
  readonly figures: Station['figures'];
  readonly ended: () => { readonly landed: number; readonly ejected: number };
}

/** A queue for each target, each gone through by the real queue of `cdev-integrate-parallel-work` on planted breaks: its rounds and confirmed blames are what takes time. */
export function createIntegration(
  calendar: Calendar,
  { targets, mode, slots, batch, check, breaks }: FleetSetting['integration'],
  random: () => number,
): Integration {
  const station = createStation(calendar, targets);
  const queues = Array.from({ length: targets }, (): { waiting: (() => void)[]; isBusy: boolean } => ({
    waiting: [],
    isBusy: false,
  }));
  let [landed, ejected] = [0, 0];
  const goOn = async (queue: (typeof queues)[number]): Promise<void> => {
    if (queue.isBusy || queue.waiting.length === 0) return;
    queue.isBusy = true;
    const taken = queue.waiting.splice(0, batch);
    const broken = new Set([...taken.keys()].filter(() => random() < breaks));
    const { rounds, confirmations, ...end } = await simulateQueue(
      { count: taken.length, broken, pairs: [] },
      { mode, slots, next: random },
    );
    for (const begin of taken) begin();
    station.serve((rounds + confirmations) * check, () => {
      landed += end.landed.length;
      ejected += end.ejected.length;
      queue.isBusy = false;
      calendar.after(0, () => goOn(queue));
    });
  };
  const begun: number[] = [];
  return {
    take: (number) => {
      const queue = queues[number % targets];
      if (queue === undefined) return;
      const from = calendar.now();
      queue.waiting.push(() => void begun.push(calendar.now() - from));
      calendar.after(0, () => goOn(queue));
    },
    figures: () => {
      const sorted = begun.toSorted((one, other) => one - other);
      const p95Wait = sorted[Math.floor(0.95 * (sorted.length - 1))] ?? 0;
      return {
        ...station.figures(),
        meanWait: begun.reduce((sum, one) => sum + one, 0) / Math.max(begun.length, 1),
        p95Wait,
        served: begun.length,
      };
    },
    ended: () => ({ landed, ejected }),
  };
}
