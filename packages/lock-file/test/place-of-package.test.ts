import { describe, expect, test } from '@jest/globals';
import { packageLines } from '../src/index.ts';

describe('the line of a package', () => {
  test.each([
    [
      'npm',
      '{\n "packages": {\n  "": {},\n  "node_modules/a/node_modules/b": {}\n }\n}',
      'node_modules/a/node_modules/b',
      4,
    ],
    ['npm, in one line', '{"packages":{"":{},\n"node_modules/a": {},"node_modules/b": {}}}', 'node_modules/b', 2],
    ['pnpm', 'packages:\n\n  a@1.0.0:\n    x: y\n\n  b@1.0.0:\n', 'b@1.0.0', 6],
    ['pnpm with quotes', "packages:\n\n  '@s/b@1.0.0':\n", '@s/b@1.0.0', 3],
    ['yarn', '# yarn\n\na@^1.0.0:\n  version "1.0.0"\n\nb@^1.0.0, b@^1.1.0:\n', 'b@^1.0.0', 6],
    ['yarn, current', '__metadata:\n  version: 8\n\n"b@npm:^1.0.0":\n', 'b@npm:^1.0.0', 4],
    ['bun', '{\n "packages": {\n  "a": ["a@1.0.0"],\n  "a/b": ["b@1.0.0"],\n }\n}', 'a/b', 4],
    ['TOML', '[[package]]\nname = "a"\n\n[[package]]\nname = "b"\n', 'b@1.0.0', 5],
    ['Composer', '{"packages": [\n{"name": "a"},\n{"name": "b"}]}', 'b@1.0.0', 3],
    ['Bundler', 'GEM\n  specs:\n    a (1.0.0)\n      b (>= 1)\n    b (1.0.0)\n', 'b@1.0.0', 5],
    ['go.sum', 'a v1.0.0 h1:x\nb v1.0.0 h1:x\n', 'b@v1.0.0', 2],
  ])('%s', (_, text, id, line) => {
    expect(packageLines(text)({ id, name: 'b' })).toBe(line);
  });
  test('of one that is not there', () => {
    const lineOf = packageLines('{\n "packages": {}\n}');
    expect([lineOf({ id: 'node_modules/x', name: 'x-y' }), packageLines('')({ id: 'a', name: 'a' })]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
