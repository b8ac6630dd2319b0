/** How each runner's test file says the same four tests, and what its project needs. */
export interface RunnerProject {
  /** As `@cdev/test-locally` calls it. */
  readonly runner: string;
  readonly dependencies: readonly string[];
  readonly script: string;
  /** File of a test by its plain name. */
  readonly fileOf: (name: string) => string;
  /** Text of a test file: imports, a group, and in it tests of these names with these bodies. */
  readonly write: (
    imports: readonly string[],
    tests: readonly { readonly name: string; readonly body: string }[],
  ) => string;
  /** One process serves both packages. */
  readonly isOneProcess: boolean;
  readonly measuresCoverage: boolean;
  /** Its result says how long each test took. */
  readonly measuresTests: boolean;
}

type Tests = Parameters<RunnerProject['write']>[1];

const grouped =
  (head: string, word: string) =>
  (imports: readonly string[], tests: Tests): string =>
    [
      ...[head].filter((line) => line !== ''),
      ...imports,
      "describe('group', () => {",
      ...tests.map(({ name, body }) => `  ${word}('${name}', async () => {\n${body}\n  });`),
      '});',
      '',
    ].join('\n');

const flat =
  (head: string, argument: string) =>
  (imports: readonly string[], tests: Tests): string =>
    [
      head,
      ...imports,
      ...tests.map(({ name, body }) => `test('group ${name}', async (${argument}) => {\n${body}\n});`),
      '',
    ].join('\n');

/** ava wants an assertion in every test. */
const asserting = (imports: readonly string[], tests: Tests): string =>
  flat("import test from 'ava';", 't')(
    imports,
    tests.map(({ name, body }) => ({ name, body: `${body}\n    t.pass();` })),
  );

const inTest = (name: string): string => `test/${name}.test.mjs`;

export const runnerProjects: readonly RunnerProject[] = [
  {
    runner: 'jest',
    dependencies: ['jest'],
    // The packages are ES modules, and jest runs those only when Node is told so.
    script: 'NODE_OPTIONS=--experimental-vm-modules jest --testMatch "**/test/*.test.mjs"',
    fileOf: inTest,
    write: grouped('', 'test'),
    isOneProcess: true,
    measuresCoverage: true,
    measuresTests: true,
  },
  {
    runner: 'vitest',
    dependencies: ['vitest', '@vitest/coverage-v8'],
    script: 'vitest run',
    fileOf: inTest,
    write: grouped("import { describe, test } from 'vitest';", 'test'),
    isOneProcess: true,
    measuresCoverage: true,
    measuresTests: true,
  },
  {
    runner: 'node:test',
    dependencies: [],
    script: 'node --test',
    fileOf: inTest,
    write: grouped("import { describe, test } from 'node:test';", 'test'),
    isOneProcess: true,
    measuresCoverage: true,
    measuresTests: true,
  },
  {
    runner: 'mocha',
    dependencies: ['mocha', 'c8'],
    script: 'mocha "test/*.test.mjs"',
    fileOf: inTest,
    write: grouped('', 'it'),
    isOneProcess: false,
    measuresCoverage: true,
    measuresTests: true,
  },
  {
    runner: 'ava',
    dependencies: ['ava@6', 'c8'],
    script: 'ava',
    fileOf: inTest,
    write: asserting,
    isOneProcess: false,
    measuresCoverage: true,
    measuresTests: false,
  },
  {
    runner: 'tap',
    dependencies: ['tap'],
    script: 'tap --allow-incomplete-coverage',
    fileOf: inTest,
    write: flat("import { test } from 'tap';", ''),
    isOneProcess: false,
    measuresCoverage: true,
    measuresTests: true,
  },
  {
    runner: 'playwright',
    dependencies: ['@playwright/test'],
    script: 'playwright test',
    fileOf: (name) => `e2e/${name}.spec.mjs`,
    write: flat("import { test } from '@playwright/test';", '{}'),
    isOneProcess: false,
    measuresCoverage: false,
    measuresTests: true,
  },
];
