import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_ADDED_LOCK_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'The lock of added scripts cannot be read',
    message: ({ file, reason }) => `${file} cannot be read (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}`],
  }),
  CDEV_E_ADDED_LOCK_INVALID: errorEntry<{ file: string; problem: string }>({
    kind: 'failure',
    title: 'The lock of added scripts is damaged, or made by a newer version',
    message: ({ file, problem }) => `${file} cannot be used: ${problem}`,
    steps: ({ file }) => [
      'Take it back from version control, where it is in one',
      `Or remove ${file} and add the scripts again: cdev marketplace add <package>`,
    ],
  }),
});
