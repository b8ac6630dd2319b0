import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_CREATE_SCRIPT_NAME_INVALID: errorEntry<{ name: string; problem: string }>({
    kind: 'usage',
    title: 'The name is not one that a script can have',
    message: ({ name, problem }) => `"${name}" cannot be the name of a script: ${problem}`,
    steps: () => ['Choose a verb and an object in kebab case, such as count-words'],
  }),
  CDEV_E_CREATE_SCRIPT_NAME_TAKEN: errorEntry<{ name: string; place: string }>({
    kind: 'usage',
    title: 'There is a package of that name',
    message: ({ name, place }) => `"${name}" is taken by ${place}`,
    steps: ({ place }) => ['Choose another name', `Or go on with what is in ${place}`],
  }),
  CDEV_E_CREATE_SCRIPT_NOT_INSTALLED: errorEntry<{ name: string; folder: string }>({
    kind: 'failure',
    title: 'The package was written and could not be installed',
    message: ({ folder }) => `${folder} is written, but what it needs could not be installed or generated`,
    steps: ({ name }) => ['pnpm install --no-frozen-lockfile', `pnpm check --fix ${name}`],
  }),
});
