import { defineCommand, type Script } from '@cdev/core/cli';

const review = defineCommand({
  name: '',
  summary: 'Groups the errors of all runs by code and cause, the unknown ones first',
  positionals: { script: { description: 'Only of this script' } },
  options: {
    last: { type: 'duration', default: '30d', description: 'Leave out what was last met longer ago' },
    'new-since': { type: 'string', placeholder: 'date', description: 'Mark what was first met on this day or later' },
    warnings: { type: 'boolean', description: 'Warnings too' },
    'fail-on': {
      type: 'string',
      choices: ['unknown', 'new', 'any', 'never'],
      default: 'unknown',
      placeholder: 'what',
      description: 'What makes the exit code 1; new: unknown or new',
    },
  },
  changesWorld: false,
  examples: [
    ['cdev-review-errors', 'Shows what went wrong in the last 30 days.'],
    [
      'cdev-review-errors --last 7d --new-since 2026-11-20 --fail-on new',
      'The weekly review: fails when something new went wrong.',
    ],
  ],
  toOptions: ({ 'new-since': newSince, 'fail-on': failOn, ...rest }) => ({ ...rest, newSince, failOn }),
  run: async (options, context) => (await import('./review-errors.ts')).reviewErrors(options, context),
  human: async (result, page) => (await import('./human.ts')).reviewText(result, page),
});

const postMortem = defineCommand({
  name: 'post-mortem',
  summary: 'Writes a post-mortem of an error, filled in from the records',
  positionals: { code: { required: true, description: 'CDEV_E_…' } },
  options: { output: { type: 'string', placeholder: 'file', description: 'Where to (default: stdout)' } },
  changesWorld: true,
  examples: [['cdev-review-errors post-mortem CDEV_E_CLI_DEFECT --output post-mortem.md', 'Writes it to a file.']],
  toOptions: ({ code, output, 'dry-run': isDryRun }) => ({ code, output, isDryRun }),
  run: async (options, context) =>
    (await import('./post-mortem/write-post-mortem.ts')).writePostMortem(options, context),
  human: async (result, page) => (await import('./human.ts')).postMortemResultText(result, page),
});

export const script: Script = {
  name: 'cdev-review-errors',
  summary: review.summary,
  commands: [review, postMortem],
  health: async (context) => (await import('./health.ts')).health(context),
};
