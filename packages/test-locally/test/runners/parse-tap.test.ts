import { expect, test } from '@jest/globals';
import { parseTap } from '../../src/runners/parse-tap.ts';

test('reads points, directives, durations and details', () => {
  const text = `TAP version 14
ok 1 - adds
not ok 2 - subtracts # time=12.5ms
  ---
  message: no
  duration_ms: 3
  ...
ok 3 - later # SKIP not on this system
not ok 4 - some day # TODO
1..4
`;
  expect(parseTap(text)?.points).toMatchObject([
    { ok: true, name: 'adds', directive: undefined },
    { ok: false, name: 'subtracts', duration: 12.5, detail: 'message: no\nduration_ms: 3' },
    { ok: true, name: 'later', directive: 'skip' },
    { ok: false, name: 'some day', directive: 'todo' },
  ]);
});

test('puts points of a subtest under the point that they belong to', () => {
  const text = `TAP version 14
# Subtest: test/a.js
    # Subtest: group
        ok 1 - should be equal
        not ok 2 - should match
          ---
          at: a.js
          ...
        1..2
    not ok 1 - group # time=2ms
    1..1
not ok 1 - test/a.js # time=100ms
# Subtest: test/b.js
    ok 1 - should be ok
    1..1
ok 2 - test/b.js # time=1.5s
1..2
`;
  const points = parseTap(text)?.points;
  expect(points?.map(({ name, duration, children }) => [name, duration, children.length])).toEqual([
    ['test/a.js', 100, 1],
    ['test/b.js', 1500, 1],
  ]);
  expect(points?.[0]?.children[0]).toMatchObject({
    name: 'group',
    children: [{ ok: true }, { ok: false, detail: 'at: a.js' }],
  });
});

test.each([
  ['', undefined],
  ['hello\n', undefined],
  ['TAP version 13\n1..0\n', 0],
])('of %j it says %j', (text, expected) => {
  expect(parseTap(text)?.points.length).toBe(expected);
});

test('says that the run was given up', () => {
  expect(parseTap('TAP version 13\nok 1 - a\nBail out! no disk\n')?.bailedOut).toBe(true);
});
