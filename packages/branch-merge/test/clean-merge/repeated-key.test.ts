import { describe, expect, test } from '@jest/globals';
import { repeatedKey } from '../../src/clean-merge/repeated-key.ts';

describe('repeatedKey', () => {
  test.each([
    ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}', undefined],
    ['{"a":1,"b":{"x":2,"y":3,"x":4}}', 'x'],
    ['{"a":{}, "b":1, "a" : 2}', 'a'],
    ['{"a":"b:","b":"a\\":","c":1}', undefined],
    ['{"a":1, // "a": 2\n /* "a": 3 */ "b":4}', undefined],
    ['{"u":"http://a/b","v":1,"v":2}', 'v'],
    ['[]', undefined],
    ['}{', undefined],
  ])('%s', (json, key) => {
    expect(repeatedKey(json)).toBe(key);
  });
});
