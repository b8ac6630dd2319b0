import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_ISSUE_ID_INVALID: errorEntry<{ id: string; problem: string }>({
    kind: 'usage',
    title: 'The name is not one that an issue can have',
    message: ({ id, problem }) => `"${id}" cannot be the id of an issue: ${problem}`,
    steps: () => [
      'Give an id such as ENG-123, owner/repository#12, or a plain name of letters, digits, dots and hyphens',
    ],
  }),
  CDEV_E_ISSUE_UNREADABLE: errorEntry<{ file: string; problem: string }>({
    kind: 'failure',
    title: 'A file with an issue cannot be read',
    message: ({ file, problem }) => `${file} cannot be read: ${problem}`,
    steps: ({ file }) => [`Check that ${file} is a file that you may read`],
  }),
  CDEV_E_ISSUE_MALFORMED: errorEntry<{ place: string; problem: string }>({
    kind: 'failure',
    title: 'A file holds no issue in a form that is known',
    message: ({ place, problem }) => `${place}: ${problem}`,
    steps: ({ place }) => [
      `Mend ${place}`,
      'If it is a cached copy, fetch it again: cdev-cache-linear-issue <id> --refresh',
    ],
  }),
  CDEV_E_ISSUE_SCHEMA_NEWER: errorEntry<{ file: string; version: string }>({
    kind: 'failure',
    title: 'A cached issue was written by a newer version',
    message: ({ file, version }) => `${file} has schema version ${version}; this version reads 1`,
    steps: () => ['Update the @cdev packages', 'Or fetch the issue again: cdev-cache-linear-issue <id> --refresh'],
  }),
  CDEV_E_ISSUE_NOT_WRITTEN: errorEntry<{ file: string; problem: string }>({
    kind: 'environment',
    title: 'An issue could not be written to the cache',
    message: ({ file, problem }) => `${file} could not be written: ${problem}; what was there before is unchanged`,
    steps: () => ['Check the free space and your rights on that folder, then run the same command again'],
  }),
});
