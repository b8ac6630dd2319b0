import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_UPDATE_DEPENDENCIES_BARE: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'A bare repository has no dependencies to look at',
    message: ({ folder }) => `${folder} is a bare repository`,
    steps: () => ['Run it in a clone or worktree of it'],
  }),
  CDEV_E_UPDATE_DEPENDENCIES_MANAGER: errorEntry<{ manager: string }>({
    kind: 'usage',
    title: 'Updates by this package manager are not known here',
    message: ({ manager }) => `${manager} is none of npm, pnpm and yarn`,
    steps: () => ['See what there is with: cdev-update-dependencies report'],
  }),
  CDEV_E_UPDATE_DEPENDENCIES_GROUP_UNKNOWN: errorEntry<{ group: string; known: string }>({
    kind: 'usage',
    title: 'There is no group of that name to update',
    message: ({ group }) => `There is no group ${group} to update`,
    steps: ({ known }) => [`Name one of: ${known}`],
  }),
  CDEV_E_UPDATE_DEPENDENCIES_BASELINE: errorEntry<{ command: string; reason: string; tail: string }>({
    kind: 'failure',
    title: 'The checks do not pass without any update, so they can say nothing of one',
    message: ({ command, reason, tail }) =>
      `${command} does not pass on the committed state: ${reason}${tail === '' ? '' : `\n${tail}`}`,
    steps: () => [
      'Mend that first, and commit it',
      'Or name the command that says whether an update is good: --check "npm test"',
    ],
  }),
  CDEV_E_UPDATE_DEPENDENCIES_UNTESTED: errorEntry({
    kind: 'usage',
    title: 'There is no test by which an update could be judged',
    message: () => 'No test command was found in this project, so no update can be tested',
    steps: () => ['Name one: --check "npm test"', 'See what could be updated: cdev-update-dependencies report'],
  }),
});
