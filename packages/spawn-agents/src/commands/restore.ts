import { defineCommand } from '@cdev/core/cli';

export const restore = defineCommand({
  name: 'restore',
  summary: "Brings an agent's files back to what a snapshot holds; what is there is kept first",
  positionals: { agent: { required: true, description: "The agent's id" } },
  options: {
    plan: { type: 'string', placeholder: 'plan', description: 'A plan by id or path (default: the newest)' },
    snapshot: {
      type: 'string',
      placeholder: 'which',
      description: 'Its number, or the ref of a snapshot or of what was set aside (default: the newest snapshot)',
    },
    path: { type: 'string', array: true, placeholder: 'paths', description: 'Only these files or folders' },
    list: { type: 'boolean', description: 'Show what is kept of the agent, and restore nothing' },
  },
  changesWorld: true,
  examples: [
    ['cdev-spawn-agents restore login --list', 'What is kept of the agent, the newest first.'],
    ['cdev-spawn-agents restore login --snapshot 3 --path src/login', 'One folder as snapshot 3 has it.'],
  ],
  toOptions: ({ agent, plan, snapshot, path, list, 'dry-run': isDryRun }) => ({
    agent,
    plan,
    snapshot,
    paths: path.map((place) => place.replace(/^\.\/|\/+$/g, '')),
    isList: list,
    isDryRun,
  }),
  run: async (options, context) => (await import('../kept/restore-agent.ts')).restoreAgent(options, context),
  human: async (result, page) => (await import('../human/kept-text.ts')).restoreText(result, page),
});
