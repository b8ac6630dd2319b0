import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { shellWord } from '../src/index.ts';

test.each([
  'src/a.ts',
  '@scope/name@1.0.0',
  'sp ace',
  "it's",
  'a;id',
  '$(id) `id`',
  'a>b]]|c',
  'new\nline',
  '-rf',
  '~/a',
  '*',
  '',
])('a shell reads it as it stands: %j', (text) => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' })).toBe(text);
});

test('what needs no quotes has none', () => {
  expect(['v4', 'src/a-b.ts', 'node:18'].map(shellWord)).toEqual(['v4', 'src/a-b.ts', 'node:18']);
});
