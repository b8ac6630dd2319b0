import { expect, test } from '@jest/globals';
import { splitScript } from '../../src/project/split-script.ts';

const words = (script: string): readonly (readonly string[])[] => splitScript(script).map((command) => command.words);

test.each([
  ['mocha test/', [['mocha', 'test/']]],
  [
    'npm run lint && mocha --require ./a.js "test/**/*.js"',
    [
      ['npm', 'run', 'lint'],
      ['mocha', '--require', './a.js', 'test/**/*.js'],
    ],
  ],
  ["node --test 'a b.test.js' ; tsc", [['node', '--test', 'a b.test.js'], ['tsc']]],
  [String.raw`jest --testPathPatterns a\ b`, [['jest', '--testPathPatterns', 'a b']]],
  ['tape test/*.js | tap-spec', [['tape', 'test/*.js']]],
  ['jest > out.txt 2>&1', [['jest']]],
  ['a || b', [['a'], ['b']]],
  ['', []],
])('splits %j', (script, expected) => {
  expect(words(script)).toEqual(expected);
});

test('takes assignments for variables, and only those before the program', () => {
  expect(splitScript('NODE_ENV=test TZ="Europe/Berlin" jest A=1')).toEqual([
    { env: { NODE_ENV: 'test', TZ: 'Europe/Berlin' }, words: ['jest', 'A=1'] },
  ]);
});
