import { describe, expect, test } from '@jest/globals';
import { readCriteria } from '../../src/text/read-criteria.ts';

describe('readCriteria', () => {
  test('reads task lists anywhere and lists under a heading or line that says so, joined where they go on', () => {
    const text =
      '- a bullet\n- [ ] a task\n\n**Acceptance criteria:**\n\n- first\n  goes on\n1. second\n\nNot part: x\n- no criterion\n';
    expect(readCriteria(text)).toEqual(['a task', 'first goes on', 'second']);
  });

  test('finds none where there are none', () => expect(readCriteria('Just text.\n- a\n- b')).toEqual([]));
});
