import { defineCommand } from '@cdev/core/cli';
import { engine, only, plan } from './options.ts';

export const cleanup = defineCommand({
  name: 'cleanup',
  summary: 'Removes worktrees and branches of agents whose work is merged',
  positionals: { plan },
  options: {
    only,
    'keep-branches': { type: 'boolean', description: 'Remove worktrees only, also of agents that are not merged' },
    engine: {
      ...engine,
      description: 'Also what a run on a fleet that is over has left at this engine and at the remote',
    },
    unmerged: { type: 'boolean', description: 'Also agents that are not merged; their work stays on snapshot refs' },
  },
  changesWorld: true,
  examples: [
    ['cdev-spawn-agents cleanup --dry-run', 'Shows what can go and what is in the way of the rest.'],
    ['cdev-spawn-agents cleanup eng-123', 'Removes what is merged; unsaved rests are kept in snapshots first.'],
  ],
  toOptions: ({ plan, only, unmerged, engine, 'keep-branches': keepBranches, 'dry-run': isDryRun }) => ({
    plan,
    only,
    unmerged,
    engine,
    keepBranches,
    isDryRun,
  }),
  run: async (options, context) => (await import('../cleanup/cleanup-agents.ts')).cleanupAgents(options, context),
  human: async (result, page) => (await import('../human/cleanup-text.ts')).cleanupText(result, page),
});
