import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_CATALOGUE_EMPTY: errorEntry<{ folder: string }>({
    kind: 'failure',
    title: 'There is no script in this project',
    message: ({ folder }) => `No package with a "cdev" record and a bin is a part of ${folder}, or installed in it`,
    steps: () => [
      'Give another folder with --cwd',
      'Or install scripts in the project: npm install --save-dev @cdev/cli',
    ],
  }),
  CDEV_E_CATALOGUE_UNKNOWN: errorEntry<{ name: string; known: string }>({
    kind: 'usage',
    title: 'A script was named that is not here',
    message: ({ name }) => `There is no script ${name} here`,
    steps: ({ known }) => [`Name one of: ${known}`],
  }),
});
