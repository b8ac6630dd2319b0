import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_INSTALL_FAILED: errorEntry<{ manager: string; packages: string; output: string }>({
    kind: 'failure',
    title: 'The packages cannot be installed',
    message: ({ manager, packages, output }) => `${manager} could not install ${packages}\n${output}`,
    steps: ({ manager, packages }) => [
      `See all of its output: in an empty folder, ${manager} ${manager === 'npm' ? 'install' : 'add'} ${packages}`,
    ],
  }),
  CDEV_E_INSTALL_NOT_FOUND: errorEntry<{ manager: string; missing: string; registry: string }>({
    kind: 'failure',
    title: 'The registry does not have a package or version that is needed',
    message: ({ manager, missing, registry }) => `${manager} did not find ${missing} in ${registry}`,
    steps: ({ missing }) => [
      `npm view ${missing}`,
      'Wait if it was published just now: it may take minutes until it is visible everywhere',
    ],
  }),
  CDEV_E_INSTALL_TIMED_OUT: errorEntry<{ manager: string; packages: string; limit: string }>({
    kind: 'environment',
    title: 'The installation took longer than its time limit',
    message: ({ manager, packages, limit }) => `${manager} was ended after ${limit} while it installed ${packages}`,
    steps: () => ['Check the network: npm ping', 'Give it more time'],
  }),
  CDEV_E_INSTALL_NO_MANAGER: errorEntry<{ manager: string }>({
    kind: 'environment',
    title: 'The package manager is not installed',
    message: ({ manager }) => `${manager} could not be started`,
    steps: ({ manager }) => [
      manager === 'npm' ? 'Install npm: it comes with Node' : `npm install --global ${manager}`,
      'Check PATH',
    ],
  }),
  CDEV_E_INSTALL_FOLDER_IN_USE: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'The folder for the scratch project is not empty',
    message: ({ folder }) => `${folder} is not empty; it was left as it is`,
    steps: () => ['Choose a folder that is not there yet'],
  }),
  CDEV_E_INSTALL_TARBALL: errorEntry<{ file: string; reason: string }>({
    kind: 'usage',
    title: 'The file is not the tarball of a package',
    message: ({ file, reason }) => `${file} is not the tarball of a package: ${reason}`,
    steps: () => ['Pack the package again: npm pack'],
  }),
  CDEV_E_INSTALL_NOT_INSTALLED: errorEntry<{ name: string; folder: string }>({
    kind: 'usage',
    title: 'The package is not among those that were installed',
    message: ({ name, folder }) => `${name} was not installed into ${folder}`,
    steps: ({ name }) => [`Install ${name} with the others`],
  }),
});
