import { resolve } from 'node:path';
import { defineCommand } from '@cdev/core/cli';

export const pool = defineCommand({
  name: 'pool',
  summary: 'Shows, fills or clears the pool of worktrees that stand ready for agents',
  positionals: {},
  options: {
    size: { type: 'number', placeholder: 'number', description: 'How many are to stand ready; more are taken away' },
    base: {
      type: 'string',
      placeholder: 'commit',
      default: 'HEAD',
      description: 'Commit or branch whose files they have',
    },
    worktrees: {
      type: 'string',
      placeholder: 'folder',
      description: 'Where the worktrees of agents go (default: <repository>.worktrees beside the repository)',
    },
    clear: { type: 'boolean', description: 'Take all of it away' },
  },
  changesWorld: true,
  examples: [
    ['cdev-spawn-agents pool --size 8', 'Makes eight worktrees that the next agents get at once.'],
    ['cdev-spawn-agents pool', 'Shows what stands ready, at which commit, and what it takes on disk.'],
  ],
  toOptions: ({ size, base, worktrees, clear, 'dry-run': isDryRun }, { cwd }) => ({
    size: clear ? 0 : size,
    base,
    worktrees: worktrees === undefined ? undefined : resolve(cwd, worktrees),
    isDryRun,
  }),
  run: async (options, context) => (await import('../pool/keep-pool.ts')).keepPool(options, context),
  human: async (result, page) => (await import('../human/pool-text.ts')).poolText(result, page),
});
