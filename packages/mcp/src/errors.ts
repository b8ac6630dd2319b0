import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_MCP_NO_AGENT: errorEntry<{ path: string }>({
    kind: 'usage',
    title: 'It is not known for which agent the tools are',
    message: ({ path }) => `${path} is no agent's worktree, and no agent was named`,
    steps: () => ["Start it in an agent's worktree", 'Or name the agent: cdev-mcp --plan <plan> --agent <agent>'],
  }),
  CDEV_E_MCP_NO_WORKTREE: errorEntry<{ agent: string }>({
    kind: 'failure',
    title: 'The agent has no worktree',
    message: ({ agent }) => `${agent} has no worktree, so there is nothing to work on`,
    steps: () => ['Make the worktrees: cdev-spawn-agents'],
  }),
  CDEV_E_MCP_NO_STREAMS: errorEntry({
    kind: 'usage',
    title: 'There is no stdin and stdout to speak the protocol over',
    message: () => 'The server speaks over stdin and stdout, and the caller gives none',
    steps: () => ['Start it as a program: cdev-mcp', 'Or pass streams in the context'],
  }),
});
