import type { Packument } from '@cdev/package-registry';
import { describe, expect, test } from '@jest/globals';
import { chooseVersions, isCompatible } from '../src/version/choose-version.ts';
import { raiseRange } from '../src/version/raise-range.ts';

const day = 86_400_000;
const now = new Date('2026-06-30T00:00:00Z');

interface Row {
  readonly age?: number;
  readonly deprecated?: string;
  readonly node?: string;
}

function packument(versions: Readonly<Record<string, Row>>, latest?: string): Packument {
  const rows = Object.entries(versions);
  return {
    name: 'x',
    'dist-tags': { latest: latest ?? rows.at(-1)?.[0] ?? '' },
    versions: Object.fromEntries(
      rows.map(([version, { deprecated, node }]) => [
        version,
        {
          name: 'x',
          version,
          dist: { tarball: '' },
          ...(deprecated !== undefined && { deprecated }),
          ...(node !== undefined && { engines: { node } }),
        },
      ]),
    ),
    time: Object.fromEntries(
      rows.map(([version, { age = 100 }]) => [version, new Date(now.getTime() - age * day).toISOString()]),
    ),
  };
}

describe('the versions that are proposed', () => {
  const wish = { current: '1.0.0', now, minimumAge: 3 * day, engines: '>=22' };
  test.each<[string, Packument, { compatible?: string; breaking?: string }]>([
    [
      'the newest of each kind',
      packument({ '1.0.0': {}, '1.1.0': {}, '1.2.0': {}, '2.0.0': {}, '3.1.0': {} }),
      { compatible: '1.2.0', breaking: '3.1.0' },
    ],
    [
      'none that came out just now',
      packument({ '1.1.0': {}, '1.2.0': { age: 2 }, '2.0.0': { age: 1 } }),
      { compatible: '1.1.0' },
    ],
    ['none that is deprecated', packument({ '1.1.0': {}, '1.2.0': { deprecated: 'broken' } }), { compatible: '1.1.0' }],
    ['none that is not released', packument({ '1.1.0-beta.1': {}, '2.0.0-rc.1': {} }), {}],
    ['none above latest', packument({ '1.1.0': {}, '1.2.0': {}, '2.0.0': {} }, '1.1.0'), { compatible: '1.1.0' }],
    [
      'none that needs another Node',
      packument({ '1.1.0': { node: '>=20' }, '1.2.0': { node: '>=24' }, '2.0.0': { node: '^22 || >=24' } }),
      { compatible: '1.1.0' },
    ],
    ['none where there is none', packument({ '0.9.0': {}, '1.0.0': {} }), {}],
  ])('are %s', (_, found, expected) => {
    expect(chooseVersions(found, wish)).toEqual({ compatible: undefined, breaking: undefined, ...expected });
  });

  test('wait for nothing where a registry tells no days', () => {
    const { time: _, ...untimed } = packument({ '1.1.0': {} });
    expect(chooseVersions(untimed, wish).compatible).toBe('1.1.0');
  });

  test.each([
    ['1.0.0', '1.9.0', true],
    ['1.0.0', '2.0.0', false],
    ['0.2.0', '0.2.9', true],
    ['0.2.0', '0.3.0', false],
    ['0.0.3', '0.0.4', false],
  ])('from %s to %s is compatible: %s', (from, to, expected) => {
    expect(isCompatible(from, to)).toBe(expected);
  });
});

test.each([
  ['^1.0.0', '1.4.1', '^1.4.1'],
  ['~1.2', '1.4.1', '~1.4.1'],
  ['1.0.0', '1.4.1', '1.4.1'],
  ['v1.0.0', '1.4.1', '1.4.1'],
  ['=1.0.0', '1.4.1', '=1.4.1'],
  ['>=1.0.0', '2.0.0', '>=2.0.0'],
  ['1', '1.4.1', '1'],
  ['1', '2.3.4', '2'],
  ['1.2', '2.3.4', '2.3'],
  ['1.x', '1.4.1', '1.x'],
  ['1.x', '2.0.0', undefined],
  ['^1 || ^2', '2.4.0', '^1 || ^2'],
  ['>=1 <2', '2.0.0', undefined],
  ['*', '2.0.0', '*'],
  ['latest', '2.0.0', undefined],
  ['5.6.1-rc', '7.0.2', undefined],
  ['^1.0.0-beta.1', '1.4.0', '^1.0.0-beta.1'],
])('the range %s for %s becomes %s', (range, version, expected) => {
  expect(raiseRange(range, version)).toBe(expected);
});
