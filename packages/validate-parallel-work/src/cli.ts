import { defineCommand, type Script } from '@cdev/core/cli';

const validate = defineCommand({
  name: '',
  summary: "Tells whether each agent's work, and all of it together, is ready to be merged",
  positionals: { plan: { description: 'A plan by id or path (default: the newest)' } },
  options: {
    agents: { type: 'string', array: true, placeholder: 'ids', description: 'Only these agents' },
    checks: { type: 'string', array: true, placeholder: 'names', description: "Only these of the plan's checks" },
    command: { type: 'string', placeholder: 'shell', description: "Run this instead of the plan's checks" },
    'skip-checks': { type: 'boolean', description: 'Run no check; that nothing was checked is then said' },
    jobs: { type: 'number', default: 2, description: 'Agents looked at at a time' },
    report: { type: 'string', placeholder: 'path', description: 'Write the report to this file' },
    'report-format': {
      type: 'string',
      choices: ['yaml', 'markdown', 'junit', 'sarif'],
      default: 'yaml',
      placeholder: 'name',
      description: 'The form of the report',
    },
  },
  changesWorld: false,
  examples: [
    ['cdev-validate-parallel-work', 'Validates all agents of the newest plan; exit code 1 when one is not ready.'],
    [
      'cdev-validate-parallel-work eng-123-login --agents login --command "npm test" --report-format junit --report junit.xml',
      'Runs one command for one agent and writes a JUnit report.',
    ],
  ],
  toOptions: ({
    plan,
    agents,
    checks,
    command,
    'skip-checks': skipChecks,
    jobs,
    report,
    'report-format': reportFormat,
  }) => ({
    plan,
    agents,
    checks,
    commands: command === undefined ? [] : [command],
    skipChecks,
    jobs,
    report,
    reportFormat,
  }),
  run: async (options, context) => (await import('./validate-parallel-work.ts')).validateParallelWork(options, context),
  human: async (result, page) => (await import('./human.ts')).validationText(result, page),
});

export const script: Script = {
  name: 'cdev-validate-parallel-work',
  summary: validate.summary,
  commands: [validate],
  health: async (context) => (await import('./health.ts')).health(context),
};
