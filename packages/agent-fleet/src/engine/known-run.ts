import { errors } from '../errors.ts';
import type { PlannedTask } from '../task-graph.ts';

/** What a newer version submitted may mean what this one does not know. */
export function refuseNewer(run: string, found: number, known: number): void {
  if (found <= known) return;
  throw errors.make('CDEV_E_AGENT_FLEET_PROTOCOL_NEWER', { run, found: String(found), known: String(known) });
}

/** A run is whole with its first submission; `known` are the definitions of its tasks. */
export function refuseOthers(run: string, tasks: readonly PlannedTask[], known: ReadonlyMap<string, string>): void {
  for (const { id, definition } of tasks) {
    if (known.get(id) === definition) continue;
    const problem = known.has(id) ? 'was submitted with another content' : 'was not among those first submitted';
    throw errors.make('CDEV_E_AGENT_FLEET_TASK_DIFFERS', { run, task: id, problem });
  }
}
