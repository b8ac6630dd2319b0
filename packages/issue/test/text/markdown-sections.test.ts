import { expect, test } from '@jest/globals';
import { markdownSections } from '../../src/index.ts';

test('cuts at headings of every level, and not at a # inside a fence', () => {
  const text = 'before\n# One #\na\n```sh\n# no heading\n```\n~~~~\n~~~\n# nor this\n~~~~\n### Three\n\nb\n';
  expect(markdownSections(text)).toEqual([
    { level: 0, title: '', text: 'before' },
    { level: 1, title: 'One', text: 'a\n```sh\n# no heading\n```\n~~~~\n~~~\n# nor this\n~~~~' },
    { level: 3, title: 'Three', text: 'b' },
  ]);
});
