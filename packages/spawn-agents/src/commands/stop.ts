import { defineCommand } from '@cdev/core/cli';
import { engine, only, plan } from './options.ts';

export const stop = defineCommand({
  name: 'stop',
  summary: 'Ends running agents and keeps their work in snapshots',
  positionals: { plan },
  options: { only, engine: { ...engine, description: 'Of a run on a fleet: its engine' } },
  changesWorld: true,
  examples: [
    ['cdev-spawn-agents stop', 'Ends all agents of the newest plan, and the process that runs them.'],
    ['cdev-spawn-agents stop --only login', 'Ends one agent; the others go on.'],
  ],
  toOptions: ({ plan, only, engine, 'dry-run': isDryRun }) => ({ plan, only, engine, isDryRun }),
  run: async (options, context) => (await import('../stop-agents.ts')).stopAgents(options, context),
  human: async (result, page) => (await import('../human/stop-text.ts')).stopText(result, page),
});
