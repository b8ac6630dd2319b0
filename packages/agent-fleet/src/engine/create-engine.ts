import { randomUUID } from 'node:crypto';
import type { ClaimOptions, FleetEngine, FleetEvent } from '../fleet-engine.ts';
import { cleanText, maskedJson, maskedReason } from '../small-json.ts';
import { planLabels, planTasks } from '../task-graph.ts';
import type { FleetStore } from './fleet-store.ts';

const eventsAtOnce = 500;

/** The one interface on whatever keeps the tasks: looks over what comes in, and does the waiting. */
export function createEngine(store: FleetStore): FleetEngine {
  const drained = new AbortController();
  const closed = new AbortController();
  const close = async (): Promise<void> => {
    if (closed.signal.aborted) return;
    closed.abort();
    await store.close();
  };
  return {
    description: store.description,
    submit: async ({ run, tasks }) => ({ added: await store.submit(run, planTasks(run, tasks)) }),
    cancel: (run, tasks) => store.cancel(run, tasks),
    state: (run) => store.state(run),
    forget: (run) => store.forget(run),
    watch: (run, { from = 0, signal } = {}) =>
      watch(store, run, { from, end: anyOf([signal, closed.signal]), closed: closed.signal }),
    claim: async (options) => {
      try {
        return await claim(store, options, anyOf([options.signal, drained.signal, closed.signal]));
      } catch (error) {
        // The tasks went away under the waiting.
        if (closed.signal.aborted) return undefined;
        throw error;
      }
    },
    heartbeat: (reference) => store.heartbeat(reference),
    tell: async (run, task, text) => store.tell(run, task, cleanText(text, 'The message'), randomUUID()),
    messages: (reference, after = 0) => store.messages(reference, after),
    event: async (reference, body) => store.say(reference, maskedJson(body, 'The event'), randomUUID()),
    complete: async (reference, result = null) => store.complete(reference, maskedJson(result, 'The result')),
    fail: async (reference, { reason, retry = true }) => store.fail(reference, maskedReason(reason), retry),
    release: (reference) => store.release(reference),
    drain: () => drained.abort(),
    dismiss: (worker) => store.dismiss(worker),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function claim(store: FleetStore, { worker, labels }: ClaimOptions, end: AbortSignal) {
  const known = planLabels(labels);
  while (!end.aborted) {
    const taken = await store.tryClaim(worker, known);
    if (taken === 'dismissed') return undefined;
    if (taken !== undefined) {
      if (!end.aborted) return taken;
      // The wish to take no more came while the task was being taken.
      await store.release(taken);
      return undefined;
    }
    await store.changed(end);
  }
  return undefined;
}

interface WatchOptions {
  readonly from: number;
  readonly end: AbortSignal;
  readonly closed: AbortSignal;
}

async function* watch(store: FleetStore, run: string, { from, end, closed }: WatchOptions): AsyncGenerator<FleetEvent> {
  let last = from;
  while (!end.aborted) {
    const { isSettled, events } = await look(store, run, last).catch((error: unknown) => {
      if (closed.aborted) return { isSettled: true, events: [] };
      throw error;
    });
    for (const event of events) {
      last = event.number;
      yield event;
      if (end.aborted) return;
    }
    if (events.length > 0) continue;
    if (isSettled) return;
    await store.changed(end, run);
  }
}

async function look(store: FleetStore, run: string, last: number) {
  // Asked before the events: what had settled the run is then among them.
  const isSettled = await store.isSettled(run);
  return { isSettled, events: await store.events(run, last, eventsAtOnce) };
}

function anyOf(signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
