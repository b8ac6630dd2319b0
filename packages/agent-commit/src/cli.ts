import { defineCommand, type Script } from '@cdev/core/cli';

const commit = defineCommand({
  name: '',
  summary: "Commits an agent's finished work, within the files that are its own",
  positionals: { agents: { array: true, description: 'The agents (default: the one whose worktree this is)' } },
  options: {
    plan: {
      type: 'string',
      placeholder: 'plan',
      description: 'A plan by id or path (default: the one of this worktree, or the newest)',
    },
    all: { type: 'boolean', description: 'All agents of the plan that have worked' },
    message: {
      type: 'string',
      placeholder: 'text',
      description: 'The subject of the commit (default: feat(<agent>): <title>)',
    },
    partial: { type: 'boolean', description: 'Commit work that is not complete, and record it so' },
    'run-checks': { type: 'boolean', description: "Run the agent's checks first, and refuse when they do not pass" },
    'allow-credentials': { type: 'boolean', description: 'Commit what looks like a credential, knowingly' },
  },
  changesWorld: true,
  examples: [
    [
      'cdev-agent-commit',
      "In an agent's worktree: commits what it did within its files; anything else is set aside on a ref and shown.",
    ],
    ['cdev-agent-commit --all --dry-run', 'Shows what would be committed for every agent of the newest plan.'],
  ],
  toOptions: ({
    agents,
    plan,
    all,
    message,
    partial,
    'run-checks': runChecks,
    'allow-credentials': allowCredentials,
    'dry-run': isDryRun,
  }) => ({
    agents,
    plan,
    message,
    isAll: all,
    isPartial: partial,
    runChecks,
    allowCredentials,
    isDryRun,
  }),
  run: async (options, context) => (await import('./agent-commit.ts')).agentCommit(options, context),
  human: async (result, page) => (await import('./human.ts')).commitText(result, page),
});

export const script: Script = {
  name: 'cdev-agent-commit',
  summary: commit.summary,
  commands: [commit],
  health: async (context) => (await import('./health.ts')).health(context),
};
