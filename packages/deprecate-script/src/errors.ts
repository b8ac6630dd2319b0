import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_DEPRECATE_SCRIPT_NOT_OURS: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'The scripts here are installed, not made here',
    message: ({ folder }) => `${folder} has no script of its own that could be deprecated`,
    steps: () => ['Run it in the repository that the script is made in'],
  }),
  CDEV_E_DEPRECATE_SCRIPT_NOT_ANNOUNCED: errorEntry<{ script: string }>({
    kind: 'usage',
    title: 'The end of the script was not announced',
    message: ({ script }) => `${script} is not deprecated`,
    steps: ({ script }) => [`Announce it: cdev-deprecate-script announce ${script} --replacement <what>`],
  }),
  CDEV_E_DEPRECATE_SCRIPT_STAGE_SKIPPED: errorEntry<{ script: string; stage: string; wanted: string; next: string }>({
    kind: 'usage',
    title: 'A stage would be skipped, or gone back to',
    message: ({ script, stage, wanted }) => `${script} is ${stage}; ${wanted} is not the stage after that`,
    steps: ({ script, next }) => [
      `The next is: ${next}`,
      `See where it stands: cdev-deprecate-script status ${script}`,
    ],
  }),
  CDEV_E_DEPRECATE_SCRIPT_TOO_EARLY: errorEntry<{ script: string; day: string; why: string }>({
    kind: 'failure',
    title: 'The day that was announced has not come',
    message: ({ script, day, why }) => `${script}: not before ${day}, ${why}`,
    steps: ({ day }) => [`Run it again from ${day} on`],
  }),
  CDEV_E_DEPRECATE_SCRIPT_REPLACEMENT: errorEntry<{ replacement: string; problem: string }>({
    kind: 'usage',
    title: 'What is named as replacement is none',
    message: ({ replacement, problem }) =>
      `${replacement === '' ? 'No replacement was named' : replacement}: ${problem}`,
    steps: () => ['Name what users take instead: --replacement <script, package or command>'],
  }),
  CDEV_E_DEPRECATE_SCRIPT_NOTICE_TOO_SHORT: errorEntry<{ option: string; days: string; least: string }>({
    kind: 'usage',
    title: 'Users are promised more time',
    message: ({ option, days, least }) => `${option} ${days} is too short: ${least} days at least`,
    steps: ({ option, least }) => [`Leave ${option} out, or give ${least} or more`],
  }),
  CDEV_E_DEPRECATE_SCRIPT_GUIDE_MISSING: errorEntry<{ file: string; problem: string; replacement: string }>({
    kind: 'failure',
    title: 'There is no guide that tells users how to change over',
    message: ({ file, problem }) => `${file}: ${problem}`,
    steps: ({ file, replacement }) => [
      `Write ${file}: what ${replacement} does otherwise, with an example command before and after`,
    ],
  }),
  CDEV_E_DEPRECATE_SCRIPT_DEPENDED_ON: errorEntry<{ script: string; by: string }>({
    kind: 'failure',
    title: 'Other packages of the workspace still need the script',
    message: ({ script, by }) => `${script} is a dependency of ${by}`,
    steps: () => ['Change these over first'],
  }),
});
