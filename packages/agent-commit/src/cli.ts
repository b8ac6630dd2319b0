import { defineCommand, type Script } from '@cdev/core/cli';

const plan = {
  type: 'string',
  placeholder: 'plan',
  description: 'A plan by id or path (default: the one of this worktree, or the newest)',
} as const;

const commit = defineCommand({
  name: '',
  summary: "Commits an agent's finished work, within the files that are its own",
  positionals: { agents: { array: true, description: 'The agents (default: the one whose worktree this is)' } },
  options: {
    plan,
    all: { type: 'boolean', description: 'All agents of the plan that have worked' },
    message: {
      type: 'string',
      placeholder: 'text',
      description: 'The message of the commit (default: <type>(<agent>): <title>)',
    },
    amend: { type: 'boolean', description: 'One commit in the place of those the agent has made' },
    partial: { type: 'boolean', description: 'Commit work that is not complete, and record it so' },
    'run-checks': { type: 'boolean', description: "Run the agent's checks first, and refuse when they do not pass" },
    'auto-merge': {
      type: 'boolean',
      description: 'Hand the commits to the merge queue, which tests them and moves the target; it alone merges',
    },
    'allow-credentials': { type: 'boolean', description: 'Commit what looks like a credential, knowingly' },
    'no-verify': {
      type: 'boolean',
      description: "Pass over the repository's hooks pre-commit and commit-msg, as git does; it is recorded",
    },
    'hook-time-limit': {
      type: 'number',
      placeholder: 'seconds',
      default: 600,
      description: 'How long each hook of the repository may take',
    },
  },
  changesWorld: true,
  examples: [
    [
      'cdev-agent-commit',
      "In an agent's worktree: commits what it did within its files; anything else is set aside on a ref and shown.",
    ],
    ['cdev-agent-commit login --auto-merge', 'Commits it, and has the queue test and merge it if it would take it.'],
    ['cdev-agent-commit --all --dry-run', 'Shows what would be committed for every agent of the newest plan.'],
  ],
  toOptions: ({
    agents,
    plan: chosenPlan,
    all,
    message,
    amend,
    partial,
    'run-checks': runChecks,
    'auto-merge': autoMerge,
    'allow-credentials': allowCredentials,
    'no-verify': noVerify,
    'hook-time-limit': hookTimeLimit,
    'dry-run': isDryRun,
  }) => ({
    agents,
    plan: chosenPlan,
    message,
    isAll: all,
    isAmend: amend,
    isPartial: partial,
    runChecks,
    autoMerge,
    allowCredentials,
    verify: !noVerify,
    hookTimeLimit,
    isDryRun,
  }),
  run: async (options, context) => (await import('./agent-commit.ts')).agentCommit(options, context),
  human: async (result, page) => (await import('./human.ts')).commitText(result, page),
});

const agent = {
  type: 'string',
  placeholder: 'agent',
  description: 'Whose paths (default: the agent whose worktree this is)',
} as const;
const reason = { type: 'string', placeholder: 'text', description: 'Why, for the record' } as const;
const paths = {
  array: true,
  required: true,
  description: 'Paths or patterns from the top of the repository: src/a.ts, docs/**',
} as const;

const claim = defineCommand({
  name: 'claim',
  summary: 'Gives paths that nobody owns, or that another agent gives up, to an agent',
  positionals: { paths },
  options: {
    agent,
    from: {
      type: 'string',
      placeholder: 'agent',
      description: 'The agent that gives them up; it must not have changed them',
    },
    reason,
    plan,
  },
  changesWorld: true,
  examples: [
    ['cdev-agent-commit claim src/session.ts', "In an agent's worktree: the file is its own from now on."],
    [
      'cdev-agent-commit claim docs/fees.md --agent late-fees --from docs',
      'Hands a file over from one agent to another.',
    ],
  ],
  toOptions: ({ reason: why = '', ...args }) => ({
    ...args,
    reason: why,
    deed: 'claim' as const,
    isDryRun: args['dry-run'],
  }),
  run: async (options, context) => (await import('./change-paths.ts')).changePaths(options, context),
  human: async (result, page) => (await import('./human.ts')).pathsText(result, page),
});

const release = defineCommand({
  name: 'release',
  summary: 'Takes paths from an agent that does not need them, so that another can claim them',
  positionals: { paths },
  options: { agent, reason, plan },
  changesWorld: true,
  examples: [['cdev-agent-commit release docs/fees.md', "In an agent's worktree: the file belongs to nobody again."]],
  toOptions: ({ reason: why = '', ...args }) => ({
    ...args,
    reason: why,
    from: undefined,
    deed: 'release' as const,
    isDryRun: args['dry-run'],
  }),
  run: async (options, context) => (await import('./change-paths.ts')).changePaths(options, context),
  human: async (result, page) => (await import('./human.ts')).pathsText(result, page),
});

export const script: Script = {
  name: 'cdev-agent-commit',
  summary: commit.summary,
  commands: [commit, claim, release],
  health: async (context) => (await import('./health.ts')).health(context),
};
