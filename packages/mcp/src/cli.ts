import { defineCommand, type Script } from '@cdev/core/cli';

const mcp = defineCommand({
  name: '',
  summary: 'Serves an agent the tools of its run over the Model Context Protocol, on stdin and stdout',
  positionals: {},
  options: {
    agent: {
      type: 'string',
      placeholder: 'agent',
      description: 'Whose tools (default: the agent whose worktree this is)',
    },
    plan: { type: 'string', placeholder: 'plan', description: 'Its plan (default: the one of this worktree)' },
    list: { type: 'boolean', description: 'Show the tools, and serve nothing' },
  },
  changesWorld: false,
  examples: [
    ['cdev-mcp', "In an agent's worktree, started by its assistant: serves until stdin ends."],
    ['cdev-mcp --list', 'The tools that an agent gets.'],
  ],
  toOptions: ({ agent, plan, list }) => ({ agent, plan, isList: list }),
  run: async (options, context) => (await import('./mcp.ts')).mcp(options, context),
  human: async (result, page) => (await import('./human.ts')).toolsText(result, page),
});

export const script: Script = {
  name: 'cdev-mcp',
  summary: mcp.summary,
  commands: [mcp],
  health: async (context) => (await import('./health.ts')).health(context),
};
