import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND: errorEntry<{ folder: string; other: string }>({
    kind: 'usage',
    title: 'There is no package here',
    message: ({ folder, other }) =>
      `Neither ${folder} nor a folder above it has a package.json${other === '' ? '' : `: the project is described by ${other}`}`,
    steps: ({ other }) => [
      'Change to the folder of a package, or name it with --cwd <folder>',
      other === ''
        ? 'Or make a package: npm init'
        : `This is about packages of JavaScript; a project of ${other} has none to look at`,
    ],
  }),
  CDEV_E_PACKAGE_WORKSPACE_MANIFEST_INVALID: errorEntry<{ place: string; problem: string }>({
    kind: 'usage',
    title: 'A package.json or the file that lists the workspace cannot be used',
    message: ({ place, problem }) => `${place}: ${problem}`,
    steps: ({ place }) => [`Mend ${place}`],
  }),
  CDEV_E_PACKAGE_WORKSPACE_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'A file of the workspace cannot be read',
    message: ({ file, reason }) => `${file} cannot be read (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}`],
  }),
  CDEV_E_PACKAGE_WORKSPACE_NAME_TWICE: errorEntry<{ name: string; places: string }>({
    kind: 'usage',
    title: 'Two packages of the workspace have one name',
    message: ({ name, places }) => `${name} is the name of several packages: ${places}`,
    steps: ({ name }) => [
      `Give all but one of them another name than ${name}`,
      'Or exclude the copies in the workspace list',
    ],
  }),
  CDEV_E_PACKAGE_WORKSPACE_PACKAGE_UNKNOWN: errorEntry<{ name: string; known: string }>({
    kind: 'usage',
    title: 'The workspace has no such package',
    message: ({ name, known }) => `The workspace has no package "${name}"; it has ${known}`,
    steps: () => ['Give the name of a package, its path from the root, or its folder'],
  }),
});
