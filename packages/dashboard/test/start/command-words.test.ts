import { describe, expect, test } from '@jest/globals';
import { commandWords, readRequest } from '../../src/start/command-words.ts';

const option = (name: string, type: 'string' | 'number' | 'boolean', more: object = {}) => ({
  name,
  type,
  description: '',
  isList: false,
  isOfHouse: false,
  ...more,
});
const positional = (name: string, isRequired: boolean, isList: boolean) => ({
  name,
  description: '',
  isRequired,
  isList,
});
const description = {
  commands: [
    {
      name: '',
      summary: '',
      changesWorld: false,
      positionals: [positional('plan', true, false), positional('rest', false, true)],
      options: [
        option('name', 'string'),
        option('tag', 'string', { isList: true }),
        option('form', 'string', { choices: ['long', 'short'] }),
        option('watch', 'boolean'),
        option('help', 'boolean', { isOfHouse: true }),
      ],
    },
    { name: 'stop', summary: '', changesWorld: true, positionals: [], options: [] },
  ],
};
const words = (fields: object): string[] =>
  commandWords(
    readRequest({ script: 'x', command: '', positionals: { plan: ['p'] }, options: {}, ...fields }),
    description,
  );

describe('the words of a form', () => {
  test.each<[object, string[]]>([
    [{}, ['p']],
    [{ command: 'stop', positionals: {} }, ['stop']],
    [{ options: { watch: true, name: ['a b; rm -rf $HOME'] } }, ['--watch', '--name=a b; rm -rf $HOME', 'p']],
    [{ options: { tag: ['a', 'b'], name: [''] } }, ['--tag=a', '--tag=b', 'p']],
    [{ options: { name: ['--yes'] } }, ['--name=--yes', 'p']],
    [{ positionals: { plan: 'p', rest: ['x', '', '-'] } }, ['p', 'x', '-']],
  ])('%j', (fields, expected) => {
    expect(words(fields)).toEqual(expected);
  });

  test.each<[string, object]>([
    ['It has no command "rm"', { command: 'rm' }],
    ['It has no option --eval', { options: { eval: ['x'] } }],
    ['It has no option --help', { options: { help: true } }],
    ['--watch takes no value', { options: { watch: ['x'] } }],
    ['--name wants a value', { options: { name: true } }],
    ['--name takes one value', { options: { name: ['a', 'b'] } }],
    ['--form is one of long, short, not "x"', { options: { form: ['x'] } }],
    ['plan is missing', { positionals: {} }],
    ['plan is missing', { positionals: { plan: [''] } }],
    ['plan is one word', { positionals: { plan: ['a', 'b'] } }],
    ['plan does not begin with a dash: "--yes"', { positionals: { plan: ['--yes'] } }],
    ['It takes no other', { positionals: { plan: ['p'], other: ['x'] } }],
    ['plan is not a text', { positionals: { plan: [3] } }],
    ['name has a character that no program takes', { options: { name: ['a\0b'] } }],
    ['The form is not complete', { script: 3 }],
  ])('refuses: %s', (problem, fields) => {
    expect(() => words(fields)).toThrow(
      expect.objectContaining({ code: 'CDEV_E_DASHBOARD_REQUEST_INVALID', message: problem }),
    );
  });

  test.each([[undefined], [null], ['text'], [[]]])('refuses %j as a whole', (input) => {
    expect(() => readRequest(input)).toThrow(expect.objectContaining({ code: 'CDEV_E_DASHBOARD_REQUEST_INVALID' }));
  });
});
