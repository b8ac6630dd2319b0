import { describe, expect, test } from '@jest/globals';
import { runnerCalls } from '../../src/project/runner-calls.ts';

function calls(scripts: Record<string, string>, name = 'test'): readonly unknown[] {
  return runnerCalls({ name: 'a', folder: '/a', manifest: { scripts } }, name).map(
    ({ runner, env, nodeArgs, args, specs, foundIn }) => ({
      runner,
      ...(Object.keys(env).length > 0 && { env }),
      ...(nodeArgs.length > 0 && { nodeArgs }),
      ...(args.length > 0 && { args }),
      ...(specs.length > 0 && { specs }),
      ...(foundIn !== 'package.json scripts.test' && { foundIn }),
    }),
  );
}

describe('runnerCalls', () => {
  test.each([
    ['jest', { runner: 'jest' }],
    ['jest --coverage --maxWorkers 2 src', { runner: 'jest', args: ['--maxWorkers', '2'], specs: ['src'] }],
    [
      'NODE_OPTIONS=--experimental-vm-modules npx jest --ci',
      { runner: 'jest', env: { NODE_OPTIONS: '--experimental-vm-modules' } },
    ],
    [
      'node --experimental-vm-modules node_modules/jest/bin/jest.js --runInBand',
      { runner: 'jest', nodeArgs: ['--experimental-vm-modules'], args: ['--runInBand'] },
    ],
    ['vitest run --typecheck', { runner: 'vitest', args: ['--typecheck'] }],
    [
      'mocha --require test/support/env --reporter spec --check-leaks test/ test/acceptance/',
      {
        runner: 'mocha',
        args: ['--require', 'test/support/env', '--check-leaks'],
        specs: ['test/', 'test/acceptance/'],
      },
    ],
    [
      'c8 --exclude examples mocha --enable-source-maps ./test/*.mjs --timeout=24000',
      { runner: 'mocha', args: ['--enable-source-maps', '--timeout=24000'], specs: ['./test/*.mjs'] },
    ],
    ['cross-env NODE_ENV=test mocha', { runner: 'mocha', env: { NODE_ENV: 'test' } }],
    ['pnpm exec ava', { runner: 'ava' }],
    ['xo && ava --verbose && tsd', { runner: 'ava' }],
    ['tap --disable-coverage --jobs 2', { runner: 'tap', args: ['--jobs', '2'] }],
    [
      'playwright test --project chromium e2e',
      { runner: 'playwright', args: ['--project', 'chromium'], specs: ['e2e'] },
    ],
    [
      'node --import tsx --test --test-reporter spec "test/**/*.test.ts"',
      { runner: 'node:test', nodeArgs: ['--import', 'tsx'], specs: ['test/**/*.test.ts'] },
    ],
    ['tsx --test test/*.ts', { runner: 'node:test', nodeArgs: ['--import', 'tsx'], specs: ['test/*.ts'] }],
    ['node test.js', { runner: 'node:test', specs: ['test.js'] }],
    ['borp --timeout 60000 --coverage', { runner: 'node:test', specs: ['**/*.test.{cjs,mjs,js}'] }],
  ])('reads %j', (script, expected) => {
    expect(calls({ test: script })).toEqual([expected]);
  });

  test.each([
    'playwright install',
    'node build.js',
    'eslint .',
    'echo "Error: no test specified" && exit 1',
    'node test/fixtures/make.cjs',
  ])('finds no runner in %j', (script) => {
    expect(calls({ test: script })).toEqual([]);
  });

  test('follows other scripts, each once, also where they call each other', () => {
    const scripts = {
      test: 'npm run lint && run-s "test:*" && npm test',
      'test:unit': 'node --test',
      'test:browser': 'playwright test',
      lint: 'eslint . && npm run test:unit',
    };
    expect(calls(scripts)).toEqual([
      { runner: 'node:test', foundIn: 'package.json scripts.test:unit' },
      { runner: 'playwright', foundIn: 'package.json scripts.test:browser' },
    ]);
  });

  test('leaves the packages of a workspace to themselves', () => {
    expect(calls({ test: 'pnpm -r test' })).toEqual([]);
    expect(calls({ test: 'npm test --workspaces' })).toEqual([]);
  });
});
