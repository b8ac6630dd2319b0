import { defineCommand } from '@cdev/core/cli';
import { plan } from './options.ts';

export const attach = defineCommand({
  name: 'attach',
  summary: 'Shows what an agent says, until it ends',
  positionals: { agent: { required: true, description: "The agent's id" } },
  options: {
    plan: { type: 'string', placeholder: 'plan', description: plan.description },
    raw: { type: 'boolean', description: 'The lines as the assistant writes them' },
  },
  changesWorld: false,
  examples: [
    ['cdev-spawn-agents attach login', 'Follows the agent login of the newest plan.'],
    ['cdev-spawn-agents attach login --raw', "The same, as the assistant's own stream of events."],
  ],
  toOptions: ({ agent, plan, raw }) => ({ agent, plan, isRaw: raw }),
  run: async (options, context) => (await import('../attach-agent.ts')).attachAgent(options, context),
  human: async (view, page) => (await import('../human/attach-text.ts')).attachText(view, page),
});
