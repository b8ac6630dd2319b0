import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_PERFORMANCE_NUMBER_INVALID: errorEntry<{ option: string; value: string; least: string }>({
    kind: 'usage',
    title: 'A number is outside what is possible',
    message: ({ option, value }) => `${option} cannot be ${value}`,
    steps: ({ option, least }) => [`Give ${option} a whole number of at least ${least}`],
  }),
  CDEV_E_PERFORMANCE_NOT_RECORDED: errorEntry<{ script: string }>({
    kind: 'failure',
    title: 'There are no records to draw',
    message: ({ script }) => `No run of ${script} is recorded in this time`,
    steps: () => ['See what is recorded: cdev-performance-report', 'Look further back with --last'],
  }),
  CDEV_E_PERFORMANCE_RUN_FAILED: errorEntry<{ command: string; reason: string }>({
    kind: 'failure',
    title: 'What is to be measured does not do its work',
    message: ({ command, reason }) => `${command} failed: ${reason}`,
    steps: ({ command }) => [`Make it work first: ${command}`, 'Or say that it may end so with --exit-code'],
  }),
  CDEV_E_PERFORMANCE_NOT_WRITTEN: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'A file cannot be written',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}`],
  }),
});
