import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_VALIDATE_AGENT_UNKNOWN: errorEntry<{ agent: string; plan: string; known: string }>({
    kind: 'usage',
    title: 'The plan has no agent of that name',
    message: ({ agent, plan }) => `The plan ${plan} has no agent ${agent}`,
    steps: ({ known }) => [`Name one of: ${known}`],
  }),
  CDEV_E_VALIDATE_CHECK_UNKNOWN: errorEntry<{ check: string; known: string }>({
    kind: 'usage',
    title: 'The plan has no check of that name',
    message: ({ check }) => `The plan has no check ${check}`,
    steps: ({ known }) => [
      known === '' ? 'Name a command with --command "npm test"' : `Name one of: ${known}`,
      'Or give a command with --command "npm test"',
    ],
  }),
  CDEV_E_VALIDATE_JOBS_INVALID: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'The number of agents checked at a time is not a whole number of at least one',
    message: ({ value }) => `--jobs is a whole number of at least 1, not ${value}`,
    steps: () => ['Give another value with --jobs'],
  }),
  CDEV_E_VALIDATE_BASE_UNKNOWN: errorEntry<{ plan: string; base: string }>({
    kind: 'failure',
    title: 'Nothing says where the work of the agents begins',
    message: ({ plan, base }) =>
      base === ''
        ? `The plan ${plan} does not say on which branch or commit the work of its agents begins`
        : `The work of the plan ${plan} begins at ${base}, of which this repository has nothing`,
    steps: () => ['Name it in the plan: base: { branch: main, commit: <commit> }'],
  }),
  CDEV_E_VALIDATE_REPORT_UNWRITABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'failure',
    title: 'The report cannot be written',
    message: ({ file, reason }) => `The report cannot be written to ${file}: ${reason}`,
    steps: () => ['Name another file with --report'],
  }),
});
