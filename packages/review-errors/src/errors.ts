import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_REVIEW_ERRORS_DATE_INVALID: errorEntry<{ option: string; value: string }>({
    kind: 'usage',
    title: 'A date is of another form',
    message: ({ option, value }) => `${option} cannot be "${value}"`,
    steps: ({ option }) => [`Give ${option} a day or a time: 2026-11-27, 2026-11-27T10:00:00Z`],
  }),
  CDEV_E_REVIEW_ERRORS_NOT_SEEN: errorEntry<{ code: string; home: string }>({
    kind: 'failure',
    title: 'No run ended with this error',
    message: ({ code, home }) => `No run in ${home} ended with ${code}`,
    steps: () => ['See which there are: cdev-review-errors', 'Look into another home with CDEV_HOME'],
  }),
  CDEV_E_REVIEW_ERRORS_NOT_WRITTEN: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'The post-mortem cannot be written',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}`, 'Or leave --output out: it is printed then'],
  }),
});
