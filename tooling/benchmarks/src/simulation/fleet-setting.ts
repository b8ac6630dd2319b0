import type { QueueMode } from '@cdev/integrate-parallel-work';

/** A fleet that is simulated. Times are seconds. */
export interface FleetSetting {
  readonly agents: number;
  readonly workers: number;
  /** Agents at once on a worker. */
  readonly slots: number;
  /** Runs, each with words numbered by itself. */
  readonly plans: number;
  /** One in so many waits for another agent of its plan. */
  readonly dependentEvery: number;
  /** Of an agent's work; its logarithm is spread by `spread`. */
  readonly median: number;
  readonly spread: number;
  readonly lease: number;
  readonly wordEvery: number;
  /** Whether heartbeats and words go as one statement for all claims of a worker. */
  readonly isBatched: boolean;
  readonly snapshotEvery: number;
  readonly attempts: number;
  /** Whether heartbeats need not wait for a connection that words hold. */
  readonly isHeartbeatApart: boolean;
  /** `servers`: requests at once; `perWorker`: processor time each second for each worker that is there, whatever it does. */
  readonly database: Readonly<Record<'servers' | 'cores' | 'heartbeat' | 'word' | 'claim' | 'perWorker', number>>;
  readonly remote: Readonly<Record<'servers' | 'push' | 'fetch' | 'clone', number>>;
  /** Whether a worker clones once for all its agents. */
  readonly isCached: boolean;
  readonly integration: {
    readonly targets: number;
    readonly mode: QueueMode;
    /** Runs of the checks at once, for each target. */
    readonly slots: number;
    /** Candidates taken together. */
    readonly batch: number;
    readonly check: number;
    readonly breaks: number;
  };
  readonly seed: number;
}

/**
 * Recorded by `pnpm bench fleet-service-times` on 2026-11-27 on two cores that PostgreSQL, git and the asking processes shared, at a load of 13: 269
 * heartbeats, 205 words of one run and 74 claims with their ends a second, by a process with four connections.
 */
const connections = 4;
export const measuredDatabase: FleetSetting['database'] = {
  servers: connections,
  cores: 2,
  heartbeat: connections / 269,
  // One after the other, by the lock of the run's row.
  word: 1 / 205,
  // Half of it is the claim, half the end.
  claim: connections / 74 / 2,
  perWorker: 0.002_88,
};

/** Assumed: sixteen cores; each request takes twice the processor time that was measured (0.85, 1.28 and 5.44 ms), for the disk. */
export const largeDatabase: FleetSetting['database'] = {
  servers: 16,
  cores: 16,
  heartbeat: 2 * 0.000_85,
  word: 2 * 0.001_28,
  claim: 0.005_44,
  perWorker: 0.002_88,
};

/** From the same record, by four at once: 4.54 fences with promotions (two pushes) and 45 fetches a second. A clone without its files is assumed. */
export const measuredRemote: FleetSetting['remote'] = { servers: 4, push: 4 / 4.54 / 2, fetch: 4 / 45, clone: 10 };

export const usual: FleetSetting = {
  agents: 100,
  workers: 10,
  slots: 20,
  plans: 1,
  dependentEvery: 5,
  median: 20 * 60,
  spread: 0.5,
  lease: 10,
  wordEvery: 10,
  isBatched: false,
  isHeartbeatApart: true,
  snapshotEvery: 300,
  attempts: 3,
  database: measuredDatabase,
  remote: measuredRemote,
  isCached: true,
  integration: { targets: 1, mode: 'one-by-one', slots: 1, batch: 1, check: 60, breaks: 0.05 },
  seed: 1,
};
