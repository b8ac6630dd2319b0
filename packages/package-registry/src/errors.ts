import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_REGISTRY_UNREACHABLE: errorEntry<{ registry: string; reason: string }>({
    kind: 'environment',
    title: 'The registry could not be reached',
    message: ({ registry, reason }) => `${registry} could not be reached: ${reason}`,
    steps: () => [
      'Check the network, and proxy, https-proxy and noproxy of npm: npm config list',
      'Check the address: npm config get registry',
    ],
  }),
  CDEV_E_REGISTRY_FILE_NOT_WRITTEN: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'What the registry gives could not be kept',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: () => ['Check the free space and your rights on its folder'],
  }),
  CDEV_E_REGISTRY_CERTIFICATE: errorEntry<{ registry: string; reason: string }>({
    kind: 'environment',
    title: "The registry's certificate is not trusted",
    message: ({ registry, reason }) => `The certificate of ${registry} is not trusted: ${reason}`,
    steps: () => [
      "Name your organisation's certificate authority: npm config set cafile <file>",
      'Set NODE_EXTRA_CA_CERTS to that file for all of Node',
    ],
  }),
  CDEV_E_REGISTRY_UNAUTHORISED: errorEntry<{ registry: string; what: string; reason: string }>({
    kind: 'environment',
    title: 'The registry does not accept the credential, or wants one',
    message: ({ registry, what, reason }) => `${registry} refused ${what}: ${reason}`,
    steps: ({ registry }) => [`npm login --registry ${registry}`, `npm whoami --registry ${registry}`],
  }),
  CDEV_E_REGISTRY_ONE_TIME_PASSWORD: errorEntry<{ registry: string; what: string }>({
    kind: 'environment',
    title: 'The registry wants a one-time password',
    message: ({ registry, what }) => `${registry} wants a one-time password for ${what}`,
    steps: () => ['Give the code of your authenticator: npm_config_otp=<code>'],
  }),
  CDEV_E_REGISTRY_FORBIDDEN: errorEntry<{ registry: string; what: string; reason: string }>({
    kind: 'environment',
    title: 'The registry does not allow it for this account',
    message: ({ registry, what, reason }) => `${registry} does not allow ${what}: ${reason}`,
    steps: () => ['Ask an owner of the package: npm owner ls <package>', 'Check which account it is: npm whoami'],
  }),
  CDEV_E_REGISTRY_RATE_LIMITED: errorEntry<{ registry: string; wait: string }>({
    kind: 'environment',
    title: 'The registry limits the rate of requests',
    message: ({ registry, wait }) =>
      `${registry} limits the rate of requests${wait === '' ? '' : `; it says to wait ${wait}`}`,
    steps: () => ['Run it again later', 'Log in, which raises the limit: npm login'],
  }),
  CDEV_E_REGISTRY_FAILING: errorEntry<{ registry: string; status: string }>({
    kind: 'environment',
    title: 'The registry has an error of its own',
    message: ({ registry, status }) => `${registry} answered ${status}`,
    steps: () => ['Run it again in some minutes', "Look at the registry's status page"],
  }),
  CDEV_E_REGISTRY_BROKEN_ANSWER: errorEntry<{ registry: string; what: string; reason: string }>({
    kind: 'failure',
    title: 'The answer is not that of an npm registry',
    message: ({ registry, what, reason }) => `The answer of ${registry} for ${what} cannot be used: ${reason}`,
    steps: ({ registry }) => [
      `Look at what it answers: curl -i ${registry}`,
      'A proxy or a login page may be in between: npm config list',
    ],
  }),
  CDEV_E_REGISTRY_WRONG_INTEGRITY: errorEntry<{ registry: string; what: string; expected: string; found: string }>({
    kind: 'failure',
    title: 'A tarball is not the one that the registry announces',
    message: ({ registry, what, expected, found }) =>
      `${registry} gave other bytes for ${what} than it announces\nexpected ${expected}\nfound    ${found}`,
    steps: () => [
      'Do not install it',
      'Empty the cache of npm, and of a proxy in between, and run it again: npm cache clean --force',
    ],
  }),
  CDEV_E_REGISTRY_NOT_FOUND: errorEntry<{ registry: string; what: string }>({
    kind: 'failure',
    title: 'The registry does not have it, or does not show it to this account',
    message: ({ registry, what }) => `${registry} has no ${what}`,
    steps: ({ registry, what }) => [`npm view ${what} --registry ${registry}`, 'Log in when it is private: npm login'],
  }),
  CDEV_E_REGISTRY_NOT_SEARCHABLE: errorEntry<{ registry: string }>({
    kind: 'failure',
    title: 'The registry has packages and no search',
    message: ({ registry }) => `${registry} cannot be searched`,
    steps: () => ['Ask for the package by its name', 'Or search in another registry, or in an index'],
  }),
  CDEV_E_REGISTRY_REFUSED: errorEntry<{ registry: string; what: string; reason: string }>({
    kind: 'failure',
    title: 'The registry refused the request',
    message: ({ registry, what, reason }) => `${registry} refused ${what}: ${reason}`,
    steps: () => ['Mend what it names and run it again'],
  }),
  CDEV_E_REGISTRY_OFFLINE: errorEntry<{ what: string }>({
    kind: 'environment',
    title: "Offline, and npm's cache does not have it",
    message: ({ what }) => `${what} is not in npm's cache, and the network is switched off`,
    steps: () => ['Run it once with the network', 'Switch offline off: npm config get offline'],
  }),
  CDEV_E_REGISTRY_CONFIGURATION: errorEntry<{ reason: string }>({
    kind: 'environment',
    title: "npm's configuration cannot be used",
    message: ({ reason }) => `npm's configuration cannot be used: ${reason}`,
    steps: () => ['See which file sets what: npm config list'],
  }),
  CDEV_E_REGISTRY_NAME: errorEntry<{ name: string }>({
    kind: 'usage',
    title: 'That is no name of a package',
    message: ({ name }) => `“${name}” is no name of a package`,
    steps: () => ['Write it as in package.json: name or @scope/name'],
  }),
  CDEV_E_REGISTRY_CANCELLED: errorEntry<{ what: string }>({
    kind: 'interrupted',
    title: 'A request was interrupted',
    message: ({ what }) => `Interrupted while asking the registry for ${what}`,
    steps: () => ['Run the same command again'],
  }),
});
