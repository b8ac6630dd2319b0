// The one jest configuration of the house. A package's jest.config.js is: export { preset as default } from '@cdev/jest-config'.
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

export const preset = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Node loads the tests and, by the condition `@cdev/source`, the sources of the sister packages: no build is needed before a test.
  runtime: here('node-runtime.js'),
  testEnvironment: here('node-environment.js'),
  testSequencer: here('by-name.js'),
  transform: {},
  injectGlobals: false,
  reporters: ['default', here('cpu-reporter.js')],
  // Turbo runs packages side by side.
  maxWorkers: 1,
  // Only ends what hangs: on a busy machine a test of a second has taken half a minute.
  testTimeout: 120_000,
};
