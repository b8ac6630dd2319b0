import type { FleetEvent, FleetEventKind } from './fleet-engine.ts';

/** An event as both engines keep it: a row, and what its kind has beside. */
export function readEvent(run: string, row: Readonly<Record<string, unknown>>, detail: object): FleetEvent {
  return {
    run,
    number: Number(row['number']),
    at: Number(row['at']),
    task: String(row['task']),
    attempt: Number(row['attempt']),
    kind: row['kind'] as FleetEventKind,
    ...detail,
  };
}
