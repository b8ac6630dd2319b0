import { resolve } from 'node:path';
import { defineCommand, type Outcome } from '@cdev/core/cli';
import type { DrainResult } from '../fleet/drain-worker.ts';
import type { WorkResult } from '../fleet/worker/work-on-fleet.ts';
import { engine } from './options.ts';

export const worker = defineCommand({
  name: 'worker',
  summary: 'Works on agents that were submitted to a fleet, on this machine, until it is told to end',
  positionals: {},
  options: {
    engine,
    labels: { type: 'string', array: true, placeholder: 'labels', description: 'What tasks may ask of this machine' },
    slots: { type: 'number', default: 1, description: 'How many agents at once' },
    remote: {
      type: 'string',
      placeholder: 'remote',
      description: "URL or folder of the git remote (default: the current repository's origin)",
    },
    cache: { type: 'string', placeholder: 'folder', description: 'Where clones are kept (default: ~/.cdev/fleet)' },
    drain: { type: 'string', placeholder: 'worker', description: 'Tell that worker, by its id, to take nothing more' },
    'idle-limit': { type: 'duration', description: 'End when there was nothing to do for so long' },
  },
  changesWorld: true,
  examples: [
    [
      'cdev-spawn-agents worker --engine postgres://queue.example/fleet --labels gpu --slots 4',
      'Works for the current repository, four agents at once.',
    ],
    [
      'cdev-spawn-agents worker --engine local:/srv/fleet --remote ssh://git@example.com/app.git --dry-run',
      'Looks whether it could work here and shows its labels.',
    ],
  ],
  toOptions: (
    { engine, labels, slots, remote, cache, drain, 'idle-limit': idleLimit, 'dry-run': isDryRun },
    { cwd },
  ) => ({
    engine,
    labels,
    slots,
    remote,
    cache: cache === undefined ? undefined : resolve(cwd, cache),
    idleLimit,
    drain,
    isDryRun,
  }),
  run: async ({ drain, ...options }, context): Promise<Outcome<WorkResult | DrainResult>> =>
    drain === undefined
      ? (await import('../fleet/worker/work-on-fleet.ts')).workOnFleet(options, context)
      : (await import('../fleet/drain-worker.ts')).drainWorker({ ...options, worker: drain }, context),
  human: async (result, page) => (await import('../human/worker-text.ts')).workerText(result, page),
});
