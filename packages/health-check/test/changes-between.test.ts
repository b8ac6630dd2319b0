import { describe, expect, test } from '@jest/globals';
import { badge, changesBetween, readHealthHistory, type HealthEntry, type ScriptState } from '../src/index.ts';
import { tempFolder } from '@cdev/test-kit';

const entry = (states: Readonly<Record<string, ScriptState>>, node = '24.1.0'): HealthEntry => ({
  schemaVersion: 1,
  time: '2026-11-27T05:00:00.000Z',
  host: 'ada',
  origin: 'workspace',
  scripts: Object.entries(states).map(([script, state]) => ({ script, state, node, version: '1.0.0', duration: 1 })),
});

describe('changesBetween', () => {
  test.each<[string, HealthEntry | undefined, HealthEntry, string[]]>([
    ['nothing', entry({ a: 'healthy' }), entry({ a: 'healthy' }), []],
    ['a first check that is well', undefined, entry({ a: 'healthy' }), []],
    ['a first check that is not', undefined, entry({ a: 'broken' }), ['a new broken']],
    [
      'worse and better',
      entry({ a: 'healthy', b: 'broken' }),
      entry({ a: 'degraded', b: 'healthy' }),
      ['a healthy degraded', 'b broken healthy'],
    ],
    ['gone', entry({ a: 'healthy', b: 'healthy' }), entry({ a: 'healthy' }), ['b healthy gone']],
    ['a Node that is a little newer', entry({ a: 'broken' }), entry({ a: 'broken' }, '24.2.0'), []],
    ['a Node that was not tried now', entry({ a: 'broken' }, '22.0.0'), entry({ a: 'healthy' }), []],
  ])('%s', (_, before, now, wanted) => {
    expect(changesBetween(before, now.scripts).map(({ script, from, to }) => `${script} ${from} ${to}`)).toEqual(
      wanted,
    );
  });
});

describe('badge', () => {
  test.each<[Readonly<Record<string, ScriptState>>, string]>([
    [{ a: 'healthy', b: 'healthy' }, '2 healthy'],
    [{ a: 'healthy', b: 'degraded' }, '1 of 2 degraded'],
    [{ a: 'broken', b: 'degraded', c: 'healthy' }, '1 of 3 broken'],
  ])('of %j says %s', (states, words) => {
    const svg = badge(entry(states));
    expect(svg).toContain(`<title>scripts: ${words}</title>`);
    expect(svg).toMatch(/^<svg [^>]*width="\d+"/);
  });
});

test('a history with a torn line keeps the others', async () => {
  await using place = await tempFolder({
    'h.ndjson': `${JSON.stringify(entry({ a: 'healthy' }))}\n{"schemaVersion":1,"ti\n{"schemaVersion":2}\n${JSON.stringify(entry({ a: 'broken' }))}\n`,
  });
  expect(readHealthHistory(`${place.path}/h.ndjson`).map(({ scripts }) => scripts[0]?.state)).toEqual([
    'healthy',
    'broken',
  ]);
});
