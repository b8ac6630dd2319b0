import { defineCommand } from '@cdev/core/cli';

export const costs = defineCommand({
  name: 'costs',
  summary: 'Shows what the agents of this repository used, in tokens and dollars: by agent, plan, day or driver',
  positionals: { plan: { description: "A plan by id, by its issue's id or by file (default: all plans)" } },
  options: {
    by: {
      type: 'string',
      choices: ['agent', 'plan', 'day', 'driver'],
      default: 'agent',
      placeholder: 'what',
      description: 'What is added up into one line',
    },
    since: { type: 'string', placeholder: 'day', description: 'Only from this day on (2026-11-27, in UTC)' },
  },
  changesWorld: false,
  examples: [
    ['cdev-spawn-agents costs --by day', 'What each day cost, over all plans.'],
    ['cdev-spawn-agents costs eng-123 --json', 'What each agent of a plan used, as JSON.'],
  ],
  toOptions: ({ plan, by, since }) => ({ plan, by, since }),
  run: async (options, context) => (await import('../costs/spawn-costs.ts')).spawnCosts(options, context),
  human: async (result, page) => (await import('../human/costs-text.ts')).costsText(result, page),
});
