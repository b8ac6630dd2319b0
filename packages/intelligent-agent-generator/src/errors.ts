import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_INTELLIGENT_AGENT_GENERATOR_FILE_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'failure',
    title: 'The file cannot be read',
    message: ({ file, reason }) => `${file} cannot be read (${reason})`,
    steps: ({ file }) => [`Check that ${file} is a file that you may read`],
  }),
});
