import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_POSTPUBLISH_NOTHING_PACKED: errorEntry({
    kind: 'usage',
    title: 'The distribution manifest lists no package',
    message: () => 'The distribution manifest lists no package, so there is nothing to look for',
    steps: () => ['Write it for the packages that are published: cdev prepublish'],
  }),
  CDEV_E_POSTPUBLISH_PACKAGE_UNKNOWN: errorEntry<{ name: string; known: string }>({
    kind: 'usage',
    title: 'The package is not in the distribution manifest',
    message: ({ name, known }) => `"${name}" is not in the distribution manifest, which has ${known}`,
    steps: () => ['Name packages as the manifest has them, or none for all'],
  }),
  CDEV_E_POSTPUBLISH_NOT_PUBLISHED: errorEntry<{ specs: string; name: string }>({
    kind: 'failure',
    title: 'The registry has no such version',
    message: ({ specs }) => `The registry does not have ${specs}`,
    steps: ({ name }) => [
      `See what is there: npm view ${name} versions dist-tags`,
      'If it was published a moment ago, wait for it with its manifest: cdev-postpublish --accepted',
    ],
  }),
  CDEV_E_POSTPUBLISH_STEP_UNKNOWN: errorEntry<{ option: string; name: string; known: string }>({
    kind: 'usage',
    title: 'There is no step of that name',
    message: ({ option, name, known }) => `${option} names "${name}", and the steps are ${known}`,
    steps: ({ option }) => [`Give ${option} one of these names`],
  }),
  CDEV_E_POSTPUBLISH_OPTION_INVALID: errorEntry<{ option: string; value: string; expected: string }>({
    kind: 'usage',
    title: 'An option has a value that cannot be used',
    message: ({ option, value, expected }) => `${option} cannot be "${value}": it must be ${expected}`,
    steps: ({ option, expected }) => [`Give ${option} ${expected}`],
  }),
  CDEV_E_POSTPUBLISH_JOURNAL_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'The journal of earlier runs cannot be read',
    message: ({ file, reason }) => `${file} cannot be read (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}`],
  }),
  CDEV_E_POSTPUBLISH_JOURNAL_UNWRITABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'The journal cannot be written, so nothing more is done',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: ({ file }) => [
      `Check your rights on ${file} and the space on its disk`,
      'Or copy manifest and tarballs to a folder that can be written and name it: --manifest <folder>',
    ],
  }),
});
