import { defineCommand, type Script } from '@cdev/core/cli';

const integrate = defineCommand({
  name: '',
  summary: "Merges agents' work one upon the other, tests each tree, and moves the target to what passed",
  positionals: { plan: { description: "A plan by id, by its issue's id or by path (default: the newest)" } },
  options: {
    target: {
      type: 'string',
      placeholder: 'branch',
      description: 'The branch to move (default: the one that the run was made for)',
    },
    order: { type: 'string', array: true, placeholder: 'agents', description: 'These agents first, in this order' },
    only: { type: 'string', array: true, placeholder: 'agents', description: 'These agents and no others' },
    skip: { type: 'string', array: true, placeholder: 'agents', description: 'All but these agents' },
    strategy: {
      type: 'string',
      choices: ['merge', 'squash', 'rebase'],
      default: 'merge',
      placeholder: 'name',
      description: 'A merge commit an agent, one commit an agent, or its own commits replayed',
    },
    checks: { type: 'string', array: true, placeholder: 'names', description: "Only these of the plan's checks" },
    'at-once': {
      type: 'number',
      placeholder: 'count',
      description: 'Test runs at once, at most (default: as many as the cores are measured to allow)',
    },
    'min-confidence': {
      type: 'string',
      choices: ['certain', 'likely', 'guess'],
      default: 'guess',
      placeholder: 'tier',
      description: 'The least sure resolution of a conflict that is taken; all are tested',
    },
    'no-memory': {
      type: 'boolean',
      description: 'Take nothing that was decided before for the same piece, and remember nothing',
    },
    explain: { type: 'boolean', description: 'Say why this order, this mode and this many test runs at once' },
    push: {
      type: 'string',
      placeholder: 'remote',
      description: 'Push the target there when it has moved, if the remote has it where it was seen',
    },
    pr: {
      type: 'boolean',
      description:
        'Open a pull request for each agent by gh instead of moving the target; branches are pushed to origin or --push',
    },
    cleanup: { type: 'boolean', description: 'Remove worktrees and branches of agents whose work is in the target' },
    resume: { type: 'boolean', description: 'Go on with an interrupted integration; that is done without it too' },
    abort: { type: 'boolean', description: 'Give up an interrupted integration; the target is not touched' },
  },
  changesWorld: true,
  examples: [
    [
      'cdev-integrate-parallel-work --dry-run',
      'Shows for the newest plan what would go in, and what would not and why.',
    ],
    [
      'cdev-integrate-parallel-work --dry-run --explain',
      'The same, and why in this order, how they would be tested, and how many at once.',
    ],
    [
      'cdev-integrate-parallel-work eng-123-login --skip docs --yes --cleanup',
      'Integrates all agents but one, moves the target without asking, and removes worktrees that are no longer needed.',
    ],
  ],
  toOptions: ({
    pr,
    resume: _resume,
    'dry-run': isDryRun,
    'at-once': atOnce,
    'min-confidence': minConfidence,
    'no-memory': forgetful,
    ...rest
  }) => ({
    ...rest,
    atOnce,
    minConfidence,
    remembers: !forgetful,
    pullRequest: pr,
    isDryRun,
  }),
  run: async (options, context) =>
    (await import('./integrate-parallel-work.ts')).integrateParallelWork(options, context),
  human: async (result, page) => (await import('./human.ts')).integrationText(result, page),
});

export const script: Script = {
  name: 'cdev-integrate-parallel-work',
  summary: integrate.summary,
  commands: [integrate],
  health: async (context) => (await import('./health.ts')).health(context),
};
