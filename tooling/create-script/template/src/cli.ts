import { defineCommand, type Script } from '@cdev/core/cli';

const __verb__ = defineCommand({
  name: '',
  summary: '__summary__',
  positionals: { file: { required: true, description: 'The file to look at' } },
  options: {
    'at-least': { type: 'number', default: 0, description: 'Fewer lines than this are a finding (exit code 1)' },
  },
  changesWorld: false,
  examples: [
    ['cdev-__name__ package.json', 'Says how many lines the file has.'],
    ['cdev-__name__ package.json --at-least 10 --json', 'The same as JSON, and a finding when it has fewer than ten.'],
  ],
  toOptions: ({ file, 'at-least': atLeast }) => ({ file, atLeast }),
  run: async (options, context) => (await import('./__name__.ts')).__verb__(options, context),
  human: async (result, page) => (await import('./human.ts')).resultText(result, page),
});

export const script: Script = {
  name: 'cdev-__name__',
  summary: __verb__.summary,
  commands: [__verb__],
  health: async (context) => (await import('./health.ts')).health(context),
};
