import type { Check } from '@cdev/deployment-plan';

export interface TrialRepository {
  /** The folder under `repositories/` with its issue and its agent. */
  readonly name: string;
  /** `owner+name`, the folder of its mirror. */
  readonly mirror: string;
  readonly install: string;
  /** The repository's own tests, narrowed to what the issue touches where all of them take too long. */
  readonly checks: readonly Check[];
}

export const repositories: readonly TrialRepository[] = [
  {
    name: 'express',
    mirror: 'expressjs+express',
    install: 'npm install --no-audit --no-fund',
    checks: [{ name: 'test', command: 'npm test' }],
  },
  {
    name: 'changesets',
    mirror: 'changesets+changesets',
    install: 'pnpm install --frozen-lockfile --ignore-scripts',
    checks: [
      {
        name: 'test',
        command:
          'npx vitest run packages/get-version-range-type packages/parse packages/release-utils/src/package-error.test.ts packages/release-utils/src/count-releases.test.ts packages/release-utils/src/utils.test.ts',
      },
    ],
  },
  {
    name: 'eslint',
    mirror: 'eslint+eslint',
    install: 'npm install --no-audit --no-fund --ignore-scripts',
    checks: [{ name: 'test', command: 'npx mocha "tests/lib/shared/*.js"' }],
  },
];
