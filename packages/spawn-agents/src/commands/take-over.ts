import { defineCommand } from '@cdev/core/cli';
import { network, plan, sandbox } from './options.ts';

export const takeOver = defineCommand({
  name: 'take-over',
  summary: "Stops an agent and opens its assistant's own conversation for you, in its worktree",
  positionals: { agent: { required: true, description: "The agent's id" } },
  options: {
    plan: { type: 'string', placeholder: 'plan', description: plan.description },
    sandbox,
    network,
  },
  changesWorld: true,
  examples: [
    [
      'cdev-spawn-agents take-over login',
      'Goes on with the conversation of the agent login; what you leave is judged.',
    ],
    ['cdev-spawn-agents take-over login -- -m fast', 'The same, with further words for the assistant.'],
  ],
  toOptions: ({
    agent,
    plan: wanted,
    sandbox: isShutIn,
    network: hasNetwork,
    'dry-run': isDryRun,
    '--': agentArguments,
  }) => ({
    agent,
    plan: wanted,
    agentArguments,
    sandbox: isShutIn,
    network: hasNetwork,
    isDryRun,
  }),
  run: async (options, context) => (await import('../take-over/take-over-agent.ts')).takeOverAgent(options, context),
  human: async (result, page) => (await import('../human/take-over-text.ts')).takeOverText(result, page),
});
