// The one jest configuration of the house. A package's jest.config.js is: export { preset as default } from '@cdev/jest-config'.
import { fileURLToPath } from 'node:url';
import { loadByNode, testEnvironment } from './load-by-node.js';

const house = fileURLToPath(new URL('../../', import.meta.url));

export const preset = {
  testEnvironment,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': fileURLToPath(new URL('strip-types.js', import.meta.url)) },
  // Tests read the sources of the sister packages, so no build is needed before a test.
  moduleNameMapper: {
    '^@oxc-project/runtime/helpers/usingCtx$': fileURLToPath(new URL('using-ctx.js', import.meta.url)),
    ...loadByNode(house),
    '^@cdev/core/([^/]+)$': `${house}packages/core/src/$1/index.ts`,
    '^@cdev/test-kit/contract$': `${house}tooling/test-kit/src/contract/contract.ts`,
    '^@cdev/(test-kit|run-fixture|create-script|repo-check)$': `${house}tooling/$1/src/index.ts`,
    '^@cdev/([^/]+)$': `${house}packages/$1/src/index.ts`,
  },
  // Only ends what hangs: on a busy machine a test of a second has taken half a minute.
  testTimeout: 120_000,
};
