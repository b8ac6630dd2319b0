import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_MARKETPLACE_SPEC: errorEntry<{ spec: string }>({
    kind: 'usage',
    title: 'That is no package of a registry',
    message: ({ spec }) => `“${spec}” is no package of a registry, with or without a version or a tag`,
    steps: () => ['Write it as name, @scope/name, name@1.2.3 or name@next'],
  }),
  CDEV_E_MARKETPLACE_LIMIT: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'The limit is not a whole number of at least one',
    message: ({ value }) => `--limit is a whole number of at least 1, not ${value}`,
    steps: () => ['Leave it out for 20'],
  }),
  CDEV_E_MARKETPLACE_NOT_FOUND: errorEntry<{ package: string; registries: string }>({
    kind: 'failure',
    title: 'No registry that was asked has it',
    message: ({ package: name, registries }) => `${name} is not in ${registries}`,
    steps: () => [
      'Look for it: cdev marketplace search <words>',
      'Ask another registry too: --registry <url>',
      'Log in when it is private: npm login --registry <url>',
    ],
  }),
  CDEV_E_MARKETPLACE_AMBIGUOUS: errorEntry<{ package: string; registries: string }>({
    kind: 'usage',
    title: 'Several registries have a package of that name',
    message: ({ package: name, registries }) => `${name} is in ${registries}; which one is meant is yours to say`,
    steps: () => ['Name the one that you trust: --from <url>'],
  }),
  CDEV_E_MARKETPLACE_REGISTRY_ELSEWHERE: errorEntry<{ package: string; wanted: string; configured: string }>({
    kind: 'usage',
    title: 'npm is configured to take the package from another registry than is wanted',
    message: ({ package: name, wanted, configured }) =>
      `${name} is wanted from ${wanted}, and npm here takes its scope from ${configured}`,
    steps: ({ package: name }) => [
      'See what npm is configured with: npm config list',
      `If it is to come from there from now on, remove and add it: cdev marketplace remove, cdev marketplace add ${name}`,
    ],
  }),
  CDEV_E_MARKETPLACE_NOT_A_SCRIPT: errorEntry<{ package: string; problem: string }>({
    kind: 'failure',
    title: 'The package is no script for cdev',
    message: ({ package: name, problem }) => `${name} is no script for cdev: ${problem}`,
    steps: () => ['Look for one that is: cdev marketplace search <words>', 'Install other packages by npm'],
  }),
  CDEV_E_MARKETPLACE_NAME_TAKEN: errorEntry<{ name: string; package: string; by: string }>({
    kind: 'failure',
    title: 'Its name means something else already',
    message: ({ name, package: packageName, by }) => `cdev ${name}, as ${packageName} is called, is ${by}`,
    steps: ({ name }) => [`See what it is: cdev info ${name}`, 'Remove the other one first, if it was added'],
  }),
  CDEV_E_MARKETPLACE_MANIFEST_DIFFERS: errorEntry<{ package: string; fields: string }>({
    kind: 'failure',
    title: 'What the registry says of a package is not what its tarball says',
    message: ({ package: name, fields }) =>
      `The registry and the tarball of ${name} say different things: ${fields}. What was shown is not what would run`,
    steps: () => ['Do not install it; report it to whoever runs the registry'],
  }),
  CDEV_E_MARKETPLACE_INTEGRITY: errorEntry<{ package: string; expected: string; found: string }>({
    kind: 'failure',
    title: 'A tarball is not the one that was pinned',
    message: ({ package: name, expected, found }) =>
      `${name} has other bytes than those that were pinned\nexpected ${expected}\nfound    ${found}`,
    steps: () => [
      'Do not install it',
      'Ask its maintainers, or whoever runs the registry: a published version never changes',
    ],
  }),
  CDEV_E_MARKETPLACE_REFUSED: errorEntry<{ package: string; reason: string }>({
    kind: 'failure',
    title: 'The package is not installed, whatever the answer',
    message: ({ package: name, reason }) => `${name} is not installed: ${reason}`,
    steps: () => ['Take another script, or another version', 'Report it to whoever runs the registry'],
  }),
  CDEV_E_MARKETPLACE_RISK: errorEntry<{ package: string; risks: string; accept: string }>({
    kind: 'failure',
    title: 'There is a risk that a general yes does not cover',
    message: ({ package: name, risks }) => `${name} needs a yes of its own:\n${risks}`,
    steps: ({ package: name, accept }) => [
      `Look at it: cdev marketplace inspect ${name}`,
      `If it is as you want it: --accept ${accept}`,
    ],
  }),
  CDEV_E_MARKETPLACE_DEPENDENCY_ORIGIN: errorEntry<{ package: string; dependency: string; origin: string }>({
    kind: 'failure',
    title: 'It needs a package that comes from no registry',
    message: ({ package: name, dependency, origin }) =>
      `${name} needs ${dependency} from ${origin}: no registry keeps that as it is, so it cannot be pinned`,
    steps: () => ['Ask its maintainers to publish it with packages of a registry only'],
  }),
  CDEV_E_MARKETPLACE_NOT_ADDED: errorEntry<{ script: string; known: string }>({
    kind: 'usage',
    title: 'No script of that name was added',
    message: ({ script, known }) =>
      `${script} was not added here${known === '' ? '; nothing was' : `; there are ${known}`}`,
    steps: () => ['See what was added: cdev marketplace list'],
  }),
  CDEV_E_MARKETPLACE_NOTHING_NAMED: errorEntry({
    kind: 'usage',
    title: 'No package was named, and no lock names any',
    message: () => 'No package was named, and no lock here names one to install',
    steps: () => ['Name a package: cdev marketplace add <package>'],
  }),
  CDEV_E_MARKETPLACE_NOT_WRITTEN: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'Scripts cannot be kept there',
    message: ({ file, reason }) => `${file} cannot be written (${reason}); nothing was changed`,
    steps: () => [
      'Check the free space and your rights on its folder',
      'Keep them in another home: CDEV_HOME=<folder>',
      'Or in the project: --project',
    ],
  }),
  CDEV_E_MARKETPLACE_INDEX_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'usage',
    title: 'An index cannot be read',
    message: ({ file, reason }) => `The index ${file} cannot be read (${reason})`,
    steps: () => ['Check that the file is there, and your rights on it'],
  }),
  CDEV_E_MARKETPLACE_INDEX_INVALID: errorEntry<{ problems: string }>({
    kind: 'usage',
    title: 'An index is not as its schema says',
    message: ({ problems }) => problems,
    steps: () => ['Mend the fields named above, and check it again: cdev marketplace check-index <file>'],
  }),
});

/** What this package found, as against what kept it from looking. */
export function isOwnError({ code }: { readonly code: string }): boolean {
  return errors.catalogue.some((row) => row.code === code);
}
