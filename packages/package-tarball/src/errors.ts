import { defineErrors, errorEntry } from '@cdev/core/errors';

type Package = { package: string };

export const errors = defineErrors({
  CDEV_E_PACKAGE_TARBALL_UNREADABLE: errorEntry<{ problem: string }>({
    kind: 'failure',
    title: 'The file is no tarball of a package, or is damaged',
    message: ({ problem }) => `The tarball cannot be read: ${problem}`,
    steps: () => ['Pack the package again, or fetch the tarball again'],
  }),
  CDEV_E_PACKAGE_TARBALL_UNSAFE: errorEntry<{ entry: string; problem: string }>({
    kind: 'failure',
    title: 'The tarball holds an entry that would be written outside its folder',
    message: ({ entry, problem }) => `The tarball is not safe to unpack: ${entry} ${problem}`,
    steps: () => ['Do not install it; report it to whoever published it'],
  }),
  CDEV_E_PACKAGE_TARBALL_TOO_LARGE: errorEntry<{ what: string; limit: string }>({
    kind: 'failure',
    title: 'The tarball unpacks to more than is reasonable',
    message: ({ what, limit }) => `The tarball has ${what}, more than the ${limit} that are read`,
    steps: () => ['Look for files that do not belong into a package, and list those that do under "files"'],
  }),
  CDEV_E_PACKAGE_TARBALL_MANIFEST_INVALID: errorEntry<{ problem: string }>({
    kind: 'failure',
    title: 'The package.json in the tarball is missing or cannot be used',
    message: ({ problem }) => `The package.json in the tarball cannot be used: ${problem}`,
    steps: () => ['Mend the package.json, with "name" and "version", and pack again'],
  }),
  CDEV_E_PACKAGE_TARBALL_NOT_PACKED: errorEntry<Package & { packer: string; reason: string }>({
    kind: 'failure',
    title: 'The package could not be packed',
    message: ({ package: name, packer, reason }) => `${packer} could not pack ${name}: ${reason}`,
    steps: ({ packer }) => [`Mend what ${packer} says, and pack again`],
  }),
  CDEV_E_PACKAGE_TARBALL_SCRIPT_FAILED: errorEntry<Package & { script: string; outcome: string }>({
    kind: 'failure',
    title: 'A script that runs before or after packing failed',
    message: ({ package: name, script, outcome }) => `The script "${script}" of ${name} ${outcome}`,
    steps: ({ script }) => [`Run it by itself and mend it: npm run ${script}`],
  }),
  CDEV_E_PACKAGE_TARBALL_RANGE_UNRESOLVED: errorEntry<Package & { dependency: string; range: string; reason: string }>({
    kind: 'usage',
    title: 'A workspace: or catalog: range leads nowhere',
    message: ({ package: name, dependency, range, reason }) => `${name} needs ${dependency} "${range}", and ${reason}`,
    steps: ({ dependency }) => [
      `Name ${dependency} as the workspace or its catalogue has it, or give a range of the registry`,
    ],
  }),
  CDEV_E_PACKAGE_TARBALL_UNWRITABLE: errorEntry<{ place: string; reason: string }>({
    kind: 'environment',
    title: 'A file cannot be written',
    message: ({ place, reason }) => `${place} cannot be written (${reason})`,
    steps: ({ place }) => [`Check your rights on ${place} and the space on its disk`],
  }),
});
