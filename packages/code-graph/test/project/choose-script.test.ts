import { describe, expect, test } from '@jest/globals';
import { chooseScript, scriptsRunBy } from '../../src/project/choose-script.ts';

describe('chooseScript', () => {
  test.each([
    [
      'the one that checks types, whatever the other is called',
      'test:types',
      { 'lint:types': 'attw --pack', 'test:types': 'tsc -p tests/types' },
    ],
    [
      'the one that checks types through another',
      'types',
      { types: 'npm run x', x: 'vue-tsc --noEmit', 'lint:types': 'eslint types' },
    ],
    [
      'the plain name when all check types',
      'typecheck',
      { types: 'tsc --emitDeclarationOnly', typecheck: 'tsc --noEmit' },
    ],
    ['one whose program is not known', 'types', { types: 'turbo run types' }],
    ['none that checks something else', undefined, { 'lint:types': 'attw --pack .', types: 'publint' }],
    ['a test runner for types', 'test:types', { 'test:types': 'tstyche' }],
    ['none', undefined, {}],
  ] as const)('types: %s', (_title, expected, scripts) => {
    expect(chooseScript(scripts, 'types')).toBe(expected);
  });

  test('lint: none that changes what it looks at, not even through another', () => {
    expect(chooseScript({ lint: 'eslint . --fix', 'lint:check': 'eslint .' }, 'lint')).toBe('lint:check');
    expect(chooseScript({ lint: 'npm run lint:js', 'lint:js': 'eslint --fix src' }, 'lint')).toBeUndefined();
    expect(chooseScript({ lint: 'eslint --fix-dry-run .' }, 'lint')).toBe('lint');
  });

  test('test: none that only fails, and none that never ends', () => {
    expect(chooseScript({ test: 'echo "Error: no test specified" && exit 1', unit: 'jest' }, 'test')).toBe('unit');
    expect(chooseScript({ test: 'jest --watch', unit: 'jest --watch=false' }, 'test')).toBe('unit');
    expect(chooseScript({ test: 'npm run unit -- --watchAll', unit: 'jest' }, 'test')).toBe('unit');
  });

  test('names of other things are no scripts, and values of other types none either', () => {
    expect(chooseScript({ test: 7, constructor: 'x' }, 'test')).toBeUndefined();
    expect(chooseScript({}, 'build')).toBeUndefined();
  });
});

describe('scriptsRunBy', () => {
  test('follows calls, hooks and runners of several, and ends where they go in a circle', () => {
    const scripts = {
      pretest: 'pnpm compile',
      test: 'npm run lint && yarn unit && run-s types "x" && jest',
      posttest: 'npm-run-all report test',
      compile: 'tsc',
      lint: 'eslint',
      unit: 'mocha',
      types: 'tsc',
      report: 'c8',
      other: 'npm test',
    };
    expect([...scriptsRunBy(scripts, 'test')].toSorted()).toEqual([
      'compile',
      'lint',
      'posttest',
      'pretest',
      'report',
      'test',
      'types',
      'unit',
    ]);
  });

  test('what a flag or a filter is given to is not taken for a script of this manifest', () => {
    expect([...scriptsRunBy({ build: "pnpm -r --filter './packages/*' run build", test: 'x' }, 'build')]).toEqual([
      'build',
    ]);
  });
});
