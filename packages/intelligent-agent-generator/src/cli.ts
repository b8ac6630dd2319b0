import { defineCommand, type Script } from '@cdev/core/cli';

const intelligentAgentGenerator = defineCommand({
  name: '',
  summary: 'Writes the definition and the context of a coding agent from a requirement and the repository',
  positionals: { file: { required: true, description: 'The file to look at' } },
  options: {
    'at-least': { type: 'number', default: 0, description: 'Fewer lines than this are a finding (exit code 1)' },
  },
  changesWorld: false,
  examples: [
    ['cdev-intelligent-agent-generator package.json', 'Says how many lines the file has.'],
    [
      'cdev-intelligent-agent-generator package.json --at-least 10 --json',
      'The same as JSON, and a finding when it has fewer than ten.',
    ],
  ],
  toOptions: ({ file, 'at-least': atLeast }) => ({ file, atLeast }),
  run: async (options, context) =>
    (await import('./intelligent-agent-generator.ts')).intelligentAgentGenerator(options, context),
  human: async (result, page) => (await import('./human.ts')).resultText(result, page),
});

export const script: Script = {
  name: 'cdev-intelligent-agent-generator',
  summary: intelligentAgentGenerator.summary,
  commands: [intelligentAgentGenerator],
  health: async (context) => (await import('./health.ts')).health(context),
};
