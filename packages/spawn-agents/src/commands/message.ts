import { defineCommand } from '@cdev/core/cli';
import { engine, plan } from './options.ts';

export const message = defineCommand({
  name: 'message',
  summary: 'Says something to an agent at work, on this machine or on a fleet',
  positionals: {
    agent: { required: true, description: "The agent's id" },
    text: { description: 'What it is to hear; also behind two dashes' },
  },
  options: {
    plan: { type: 'string', placeholder: 'plan', description: plan.description },
    engine: { ...engine, description: 'Of a run on a fleet: its engine' },
  },
  changesWorld: true,
  examples: [
    ["cdev-spawn-agents message login 'The tests need Node 24'", 'The agent login of the newest plan hears it.'],
    ['cdev-spawn-agents message login -- --strict is wanted', 'A text that begins with a dash.'],
  ],
  toOptions: ({ agent, text, plan: wanted, engine: url, 'dry-run': isDryRun, '--': words }) => ({
    agent,
    text: [...(text === undefined ? [] : [text]), ...words].join(' '),
    plan: wanted,
    engine: url,
    isDryRun,
  }),
  run: async (options, context) => (await import('../message-agent.ts')).messageAgent(options, context),
  human: async (result, page) => (await import('../human/message-text.ts')).messageText(result, page),
});
