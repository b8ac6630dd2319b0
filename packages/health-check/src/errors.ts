import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_HEALTH_CHECK_NODE_MISSING: errorEntry<{ version: string; reason: string }>({
    kind: 'environment',
    title: 'A version of Node cannot be had from the registry',
    message: ({ version, reason }) => `Node ${version} cannot be had: ${reason}`,
    steps: ({ version }) => [`Try it: npx --yes --package node@${version} node --version`, 'Or leave it out of --node'],
  }),
  CDEV_E_HEALTH_CHECK_OPTION_INVALID: errorEntry<{ problem: string }>({
    kind: 'usage',
    title: 'An option has a value that cannot be used',
    message: ({ problem }) => problem,
    steps: () => ['See the forms in cdev-health-check --help'],
  }),
  CDEV_E_HEALTH_CHECK_NEVER_RUN: errorEntry<{ file: string }>({
    kind: 'failure',
    title: 'No health check is in the history yet',
    message: ({ file }) => `There is no result in ${file}`,
    steps: () => ['Make one: cdev-health-check'],
  }),
  CDEV_E_HEALTH_CHECK_NOT_WRITTEN: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'A file cannot be written',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}`],
  }),
});
