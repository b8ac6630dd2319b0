import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_PREPUBLISH_RULE_UNKNOWN: errorEntry<{ name: string; closest: string }>({
    kind: 'usage',
    title: 'There is no rule or group of that name',
    message: ({ name }) => `There is no rule or group "${name}"`,
    steps: ({ closest }) => [
      ...((closest === '' ? [] : [`Did you mean ${closest}?`]) as []),
      'See all of them: cdev-prepublish rules',
    ],
  }),
  CDEV_E_PREPUBLISH_NOTHING: errorEntry<{ where: string }>({
    kind: 'failure',
    title: 'There is no package to publish',
    message: ({ where }) => `No package in ${where} is to be published: each is private, or has no name or version`,
    steps: () => ['Name the package: cdev-prepublish <name>', 'Or remove "private" from its package.json'],
  }),
  CDEV_E_PREPUBLISH_MIXED: errorEntry({
    kind: 'usage',
    title: 'Tarballs and packages of the workspace are asked for together',
    message: () => 'Tarballs and packages of the workspace cannot be looked at in one run',
    steps: () => ['Run it once for the tarballs, and once for the packages'],
  }),
  CDEV_E_PREPUBLISH_FILE_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'failure',
    title: 'A file cannot be read',
    message: ({ file, reason }) => `${file} cannot be read (${reason})`,
    steps: ({ file }) => [`Check that ${file} is there and may be read`],
  }),
  CDEV_E_PREPUBLISH_UNWRITABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'failure',
    title: 'A result cannot be written',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}, and the space on the disk`],
  }),
  CDEV_E_PREPUBLISH_NO_SCRATCH: errorEntry<{ folder: string; reason: string }>({
    kind: 'environment',
    title: 'No scratch folder can be made',
    message: ({ folder, reason }) => `No scratch folder can be made in ${folder} (${reason})`,
    steps: ({ folder }) => [
      `Check your rights on ${folder}, and the space on the disk`,
      'Or name another folder: TMPDIR=<folder> cdev-prepublish',
    ],
  }),
  CDEV_E_PREPUBLISH_SETTING_INVALID: errorEntry<{ place: string; problem: string }>({
    kind: 'usage',
    title: "A package's own settings cannot be used",
    message: ({ place, problem }) => `${place}: ${problem}`,
    steps: () => ['Settings of a package are only, skip, fail-on, tag and branch, as on the command line'],
  }),
});
