import { defineCommand } from '@cdev/core/cli';

export const verify = defineCommand({
  name: 'verify',
  summary: 'Proves that all that was removed or set aside is still there: each receipt, recomputed',
  positionals: { plan: { description: "A plan by id, by its issue's id or by file (default: the newest)" } },
  options: {},
  changesWorld: false,
  examples: [['cdev-spawn-agents verify', 'Exit code 1 when a byte that was kept is gone.']],
  toOptions: ({ plan }) => ({ plan }),
  run: async (options, context) => (await import('../kept/verify-kept.ts')).verifyKept(options, context),
  human: async (result, page) => (await import('../human/kept-text.ts')).verifyText(result, page),
});
