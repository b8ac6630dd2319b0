import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_DISTRIBUTION_MANIFEST_NOT_FOUND: errorEntry<{ file: string }>({
    kind: 'usage',
    title: 'There is no distribution manifest',
    message: ({ file }) => `There is no distribution manifest at ${file}`,
    steps: () => ['Write one before publishing: cdev prepublish', 'Or name its file'],
  }),
  CDEV_E_DISTRIBUTION_MANIFEST_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'The distribution manifest cannot be read or written',
    message: ({ file, reason }) => `${file} cannot be read or written (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}`],
  }),
  CDEV_E_DISTRIBUTION_MANIFEST_SYNTAX: errorEntry<{ place: string; problem: string }>({
    kind: 'usage',
    title: 'The file is neither YAML nor JSON',
    message: ({ place, problem }) => `${place}: ${problem}`,
    steps: ({ place }) => [`Mend the text at ${place}`, 'Or write the manifest anew: cdev prepublish'],
  }),
  CDEV_E_DISTRIBUTION_MANIFEST_INVALID: errorEntry<{ problems: string }>({
    kind: 'usage',
    title: 'A field of the distribution manifest is missing or has the wrong form',
    message: ({ problems }) => `The distribution manifest cannot be used:\n${problems}`,
    steps: () => ['Mend the fields named above', 'Or write the manifest anew: cdev prepublish'],
  }),
  CDEV_E_DISTRIBUTION_MANIFEST_NEWER: errorEntry<{ place: string; found: string; known: string }>({
    kind: 'environment',
    title: 'The distribution manifest was written by a newer version',
    message: ({ place, found, known }) =>
      `${place}: schemaVersion is ${found}, and this version reads manifests up to ${known}`,
    steps: () => ['Update: npm install --global @cdev/cli@latest'],
  }),
});
