import { errors } from './errors.ts';
import type { TaskDefinition } from './fleet-engine.ts';
import { canonicalJson, cleanPayload } from './small-json.ts';

/** A task with everything said: what an engine keeps. */
export interface PlannedTask {
  readonly id: string;
  /** JSON. */
  readonly payload: string;
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  readonly priority: number;
  readonly timeLimit: number;
  readonly attempts: number;
  readonly backOff: { readonly first: number; readonly most: number };
  /** Equal for equal tasks. */
  readonly definition: string;
}

const name = /^[A-Za-z0-9._/-]{1,200}$/;
const day = 24 * 60 * 60 * 1000;

/** Looks a whole run over and fills in what was left out. */
export function planTasks(run: string, tasks: readonly TaskDefinition[]): PlannedTask[] {
  if (!name.test(run)) refuse(`"${run}" is no name for a run: letters, digits and . _ - / only, at most 200`);
  if (tasks.length === 0) refuse(`Run ${run} has no task`);
  const known = new Set<string>();
  for (const { id } of tasks) {
    if (!name.test(id)) refuse(`"${id}" is no name for a task: letters, digits and . _ - / only, at most 200`);
    if (known.has(id)) refuse(`Two tasks are named ${id}`);
    known.add(id);
  }
  const planned = tasks.map((task) => planTask(task, known));
  refuseCircle(planned);
  return planned;
}

/** Labels of a task or of a worker, in order and once each. */
export function planLabels(labels: readonly string[] = []): string[] {
  for (const label of labels) if (!name.test(label)) refuse(`"${label}" is no label: letters, digits and . _ - / only`);
  return [...new Set(labels)].toSorted();
}

function planTask(task: TaskDefinition, known: ReadonlySet<string>): PlannedTask {
  const whole = (what: string, value: number, least: number, most: number): number => {
    if (!Number.isInteger(value) || value < least || value > most) {
      refuse(`${what} of task ${task.id} is ${value}, not a whole number from ${least} to ${most}`);
    }
    return value;
  };
  const dependsOn = [...new Set(task.dependsOn)].toSorted();
  for (const needed of dependsOn)
    if (!known.has(needed)) refuse(`Task ${task.id} depends on ${needed}, which is not in the run`);
  const first = whole('The first back-off', task.backOff?.first ?? 1000, 0, day);
  const fields = {
    id: task.id,
    dependsOn,
    labels: planLabels(task.labels),
    priority: whole('The priority', task.priority ?? 0, -1000, 1000),
    timeLimit: whole('The time limit', task.timeLimit ?? 4 * 60 * 60 * 1000, 100, day),
    attempts: whole('The number of attempts', task.attempts ?? 3, 1, 100),
    backOff: { first, most: whole('The longest back-off', task.backOff?.most ?? Math.max(60_000, first), first, day) },
  };
  const payload = cleanPayload(task.payload, `The payload of task ${task.id}`);
  return { ...fields, payload, definition: canonicalJson({ ...fields, payload }) };
}

/** Takes away what waits for nothing, again and again; what is left goes in a circle. */
function refuseCircle(tasks: readonly PlannedTask[]): void {
  const waits = new Map(tasks.map(({ id, dependsOn }) => [id, dependsOn.length]));
  const dependants = Map.groupBy(
    tasks.flatMap(({ id, dependsOn }) => dependsOn.map((needed) => ({ id, needed }))),
    ({ needed }) => needed,
  );
  const free = [...waits].filter(([, count]) => count === 0).map(([id]) => id);
  for (const id of free) {
    waits.delete(id);
    for (const dependant of dependants.get(id) ?? []) {
      const left = (waits.get(dependant.id) ?? 0) - 1;
      waits.set(dependant.id, left);
      if (left === 0) free.push(dependant.id);
    }
  }
  if (waits.size > 0) refuse(`These tasks wait for each other: ${[...waits.keys()].slice(0, 10).join(', ')}`);
}

function refuse(problem: string): never {
  throw errors.make('CDEV_E_AGENT_FLEET_GRAPH', { problem });
}
