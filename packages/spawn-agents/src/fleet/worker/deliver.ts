import type { Claim } from '@cdev/agent-fleet';
import type { FencePlace } from '@cdev/agent-fleet/remote';
import type { Task } from '@cdev/core/cli';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import { stateOf, type SpawnRun } from '../../open-run.ts';
import { pushRecord, type AttemptRecord } from '../attempt-record.ts';
import type { FleetTask } from '../fleet-task.ts';
import type { ObjectCache } from './object-cache.ts';
import { withRemote } from './with-remote.ts';

/** Brings what an attempt has made to the remote, onto the attempt's own ref: nobody else writes it, so it is kept whoever holds the task by now. */
export interface Delivery {
  readonly plan: DeploymentPlan;
  /** Whether the end of it is at the remote: the folder may go. */
  readonly isKept: () => boolean;
  readonly keepSnapshot: (commit: string) => Promise<void>;
  /** The end of one without a result: with the last snapshot, when there is one. Tried for a short time only. */
  readonly leave: (verdict: string) => Promise<void>;
  readonly deliver: (commit: string) => Promise<void>;
  /** Work that is done waits for the remote as long as the task is held. */
  readonly persist: <Result>(action: (place: FencePlace) => Promise<Result>) => Promise<Result>;
}

export interface DeliveryOptions {
  readonly run: SpawnRun;
  readonly cache: ObjectCache;
  readonly claim: Claim;
  readonly task: FleetTask;
  readonly progress: Task;
  readonly signal: AbortSignal;
  readonly patience: number;
}

const whole = 24 * 60 * 60_000;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { run, cache, claim, task, progress, signal, patience } = options;
  const place: FencePlace = { repository: run.repository, remote: cache.url };
  const onWait = (reason: string): void => progress.update(`the remote is away: ${reason}`);
  const record = async (verdict: string, work: Pick<AttemptRecord, 'work' | 'isSnapshot'>): Promise<void> => {
    const { tokens, cost, setAside } = await stateOf(run, task.agent);
    const aside = setAside.map(({ commit }) => commit);
    await pushRecord(place, claim, { attempt: claim.attempt, verdict, tokens, cost, ...work }, aside);
  };
  const lastSnapshot = async (): Promise<Pick<AttemptRecord, 'work' | 'isSnapshot'>> => {
    const { snapshots } = await stateOf(run, task.agent);
    return { work: snapshots.at(-1)?.commit ?? task.snapshot, isSnapshot: true };
  };
  let isKept = false;
  return {
    plan: run.plan,
    isKept: () => isKept,
    // One that cannot be pushed now goes with the next, or with the end.
    keepSnapshot: (commit) => record('at-work', { work: commit, isSnapshot: true }).catch(() => {}),
    leave: async (verdict) => {
      const unstopped = { signal: new AbortController().signal, patience: Math.min(patience, 30_000), onWait };
      const last = await lastSnapshot();
      await withRemote(unstopped, () => record(verdict, last));
      isKept = true;
    },
    deliver: async (commit) => {
      const done = { work: commit, isSnapshot: false };
      await withRemote({ signal, patience: whole, onWait }, () => record('done', done));
      isKept = true;
    },
    persist: (action) => withRemote({ signal, patience: whole, onWait }, () => action({ ...place, signal })),
  };
}
