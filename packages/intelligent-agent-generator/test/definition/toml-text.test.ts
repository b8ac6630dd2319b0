import { expect, test } from '@jest/globals';
import { tomlLines, tomlText } from '../../src/definition/toml-text.ts';

test('a string of TOML holds any text', () => {
  expect(tomlText('a "b" \\ ü\n\u0007\u007f')).toBe('"a \\"b\\" \\\\ ü\\n\\u0007\\u007f"');
});

test('lines of TOML stand as they are, and no quotes end them early', () => {
  expect(tomlLines('a "b"\n\tc\\d\n')).toBe('"""\na "b"\n\tc\\\\d\n"""');
  expect(tomlLines('"""')).toBe('"""\n\\""\\""""');
  expect(tomlLines('say "x"')).toBe('"""\nsay "x\\""""');
  expect(tomlLines('a\r\u0000\ud800')).toBe('"""\na\\r\\u0000\ufffd"""');
});
