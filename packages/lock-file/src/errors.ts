import { defineErrors, errorEntry } from '@cdev/core/errors';

/** What is the matter with a lock file that a merge left its marks in. */
export const unsettled = 'a merge conflict is not settled';

export const errors = defineErrors({
  CDEV_E_LOCK_FILE_MISSING: errorEntry<{ folder: string; command: string }>({
    kind: 'failure',
    title: 'There is no lock file',
    message: ({ folder }) => `${folder} has no lock file: which packages would be installed is not known`,
    steps: ({ command }) => [`Make one: ${command}`],
  }),
  CDEV_E_LOCK_FILE_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'A lock file cannot be read',
    message: ({ file, reason }) => `${file} cannot be read (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}`],
  }),
  CDEV_E_LOCK_FILE_MALFORMED: errorEntry<{ place: string; problem: string; command: string }>({
    kind: 'failure',
    title: 'A lock file is not what its package manager writes',
    message: ({ place, problem }) => `${place}: ${problem}`,
    steps: ({ problem, command }) => [
      `${problem === unsettled ? 'Settle it first, then let' : 'Let'} the package manager mend it: ${command}`,
    ],
  }),
  CDEV_E_LOCK_FILE_VERSION_UNKNOWN: errorEntry<{ file: string; version: string; known: string; command: string }>({
    kind: 'failure',
    title: 'A lock file has a form that is not known here',
    message: ({ file, version, known }) => `${file} has the form ${version}; known are ${known}`,
    steps: ({ command }) => [
      'Use a newer version of this script, if the form is newer',
      `Or write it anew with a newer package manager, if the form is old: ${command}`,
    ],
  }),
  CDEV_E_LOCK_FILE_NOT_ONE: errorEntry<{ file: string; known: string }>({
    kind: 'usage',
    title: 'That is no lock file that is known here',
    message: ({ file, known }) => `${file} is none of ${known}`,
    steps: () => ['Name the lock file of your package manager'],
  }),
  CDEV_E_LOCK_FILE_BINARY: errorEntry<{ file: string }>({
    kind: 'failure',
    title: "bun's binary lock file cannot be read",
    message: ({ file }) => `${file} is binary; only bun itself can read it`,
    steps: () => ['Write it as text: bun install --save-text-lockfile --frozen-lockfile --lockfile-only'],
  }),
});
