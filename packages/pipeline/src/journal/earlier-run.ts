import { join } from 'node:path';
import type { StepSource } from '../source/pipeline-source.ts';
import type { RunStatus, StepEnd } from './journal-event.ts';
import { readJournal } from './journal.ts';
import { listRuns } from './run-place.ts';

/** A run that can be gone on with. */
export interface EarlierRun {
  /** Its folder's name. */
  readonly run: string;
  readonly began: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The last end of each step and combination. */
  readonly ends: ReadonlyMap<string, StepEnd>;
  /** The fingerprint that each approved step had. */
  readonly approved: ReadonlyMap<string, string>;
  /** Undefined for one that was interrupted. */
  readonly status: RunStatus | undefined;
}

/** The last run of a pipeline; undefined when there is none, or it was written by a newer version. */
export async function lastRun(folder: string): Promise<EarlierRun | undefined> {
  const [run] = await listRuns(folder);
  if (run === undefined) return undefined;
  const lines = await readJournal(join(folder, run, 'journal.ndjson'));
  let earlier: EarlierRun | undefined;
  for (const line of lines) {
    if (line.type === 'run-began') {
      if (line.schemaVersion !== 1) return undefined;
      const { inputs, time: began } = line;
      earlier = { run, began, inputs, ends: new Map(), approved: new Map(), status: undefined };
    } else if (earlier && line.type === 'run-resumed') earlier = { ...earlier, status: undefined };
    else if (earlier && line.type === 'run-ended') earlier = { ...earlier, status: line.status };
    else if (earlier && line.type === 'step-ended')
      earlier = { ...earlier, ends: new Map([...earlier.ends, [line.instance, keepable(line, earlier)]]) };
    else if (earlier && line.type === 'step-approved')
      earlier = { ...earlier, approved: new Map([...earlier.approved, [line.step, line.fingerprint]]) };
  }
  return earlier;
}

/** What a resumed run kept says `kept`; what became of it stands with the first. */
function keepable(end: StepEnd, { ends }: EarlierRun): StepEnd {
  const before = ends.get(end.instance);
  return end.status === 'kept' && before ? before : end;
}

/** Whether what came of an instance stands, so that it is not run again in the same run while its inputs are the same. */
export function isFinished({ status }: StepEnd, { continueOnError }: Pick<StepSource, 'continueOnError'>): boolean {
  return (
    status === 'passed' || status === 'cached' || (continueOnError && (status === 'failed' || status === 'timed-out'))
  );
}

/** A run that was killed, interrupted or waits for somebody is gone on with unasked. */
export function isUnfinished({ status }: EarlierRun): boolean {
  return status === undefined || status === 'stopped' || status === 'pending';
}
