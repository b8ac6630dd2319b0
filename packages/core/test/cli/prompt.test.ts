import { expect, test } from '@jest/globals';
import { createPrompt } from '../../src/cli/prompt.ts';

test('what is none of the choices is told, and asked again without all that stands above', async () => {
  const asked: string[] = [];
  const answers = ['9', '', 'b'];
  const prompt = createPrompt(
    {
      ask: (question) => {
        asked.push(question);
        return Promise.resolve(answers.shift() ?? '1');
      },
    },
    false,
  );
  const choices = [
    { value: 'a', label: 'This' },
    { value: 'b', label: 'That' },
  ];
  expect(await prompt.choose('A long plan\nWhat now?', choices)).toBe('b');
  expect(asked).toEqual([
    'A long plan\nWhat now?\n  1  This\n  2  That\n> ',
    '"9" is none of them: a number from 1 to 2\n> ',
    'Nothing was typed: a number from 1 to 2\n> ',
  ]);
});
