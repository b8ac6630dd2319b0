import { join } from 'node:path';
import type { Outcome } from '@cdev/core/cli';
import { testContext, type TestContextOptions } from '@cdev/test-kit';
import { spawnOnFleet } from '../../src/fleet/spawn-on-fleet.ts';
import { workOnFleet, type WorkOptions, type WorkResult } from '../../src/fleet/worker/work-on-fleet.ts';
import type { SpawnOptions, SpawnResult } from '../../src/index.ts';
import { plain, plannedRepo, worker as works, type PlannedRepo, type PlannedRepoOptions } from '../planned-repo.ts';
import type { AgentFields } from '../planned-agent.ts';

export interface FleetRepo extends PlannedRepo {
  /** The bare repository that is the remote. */
  readonly origin: string;
  /** URL of the embedded engine. */
  readonly engine: string;
  readonly cache: string;
  readonly submit: (
    options?: Partial<SpawnOptions>,
    context?: Partial<TestContextOptions>,
  ) => Promise<Outcome<SpawnResult>>;
  /** A worker that ends when there is nothing to do. */
  readonly work: (
    options?: Partial<WorkOptions>,
    context?: Partial<TestContextOptions>,
  ) => Promise<Outcome<WorkResult>>;
  /** Submits, and has one worker of this process work until the submitter knows all. */
  readonly both: (
    options?: Partial<SpawnOptions>,
    worker?: Partial<WorkOptions>,
  ) => Promise<readonly [Outcome<SpawnResult>, Outcome<WorkResult>]>;
  /** The refs of the remote, by name. */
  readonly refs: () => Promise<ReadonlyMap<string, string>>;
}

/** A repository with a stored plan, a bare remote that takes partial clones, and an engine. */
export async function fleetRepo(agents: AgentFields, options: PlannedRepoOptions = {}): Promise<FleetRepo> {
  const planned = await plannedRepo(agents, options);
  const { repo } = planned;
  const folder = join(repo.path, '..');
  const origin = join(folder, 'origin.git');
  await repo.git('clone', '--quiet', '--bare', '.', origin);
  await repo.git('-C', origin, 'config', 'uploadpack.allowFilter', 'true');
  await repo.git('remote', 'add', 'origin', `file://${origin}`);
  const engine = `local:${join(folder, 'fleet')}`;
  const cache = join(folder, 'cache');
  const it: FleetRepo = {
    ...planned,
    origin,
    engine,
    cache,
    submit: (changes = {}, context = {}) =>
      spawnOnFleet(
        { ...plain, run: true, command: works, engine, ...changes },
        testContext({ cwd: repo.path, ...context }),
      ),
    work: (changes = {}, context = {}) =>
      workOnFleet(
        {
          engine,
          labels: [],
          slots: 2,
          remote: `file://${origin}`,
          cache,
          idleLimit: 1500,
          interval: 50,
          isDryRun: false,
          ...changes,
        },
        testContext({ cwd: folder, ...context }),
      ),
    both: async (options = {}, working = {}) => {
      const drain = new AbortController();
      const worked = it.work({ idleLimit: undefined, ...working }, { signal: drain.signal });
      try {
        const outcome = await it.submit(options);
        return [outcome, await (drain.abort(), worked)];
      } finally {
        drain.abort();
        await worked.catch(() => {});
      }
    },
    refs: async () => {
      const text = await repo.git('ls-remote', origin);
      return new Map(text.split('\n').map((line) => line.split('\t').toReversed() as [string, string]));
    },
  };
  return it;
}
