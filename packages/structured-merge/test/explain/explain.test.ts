import { expect, test } from '@jest/globals';
import { mergeContents, type MergeInput, type MergeStep } from '@cdev/structured-merge';
import { lines } from '../merge.ts';

const stepsOf = async (input: MergeInput): Promise<readonly MergeStep[]> =>
  (await mergeContents({ ...input, explains: true })).steps ?? [];
const shown = (steps: readonly MergeStep[]) => steps.map(({ rung, outcome }) => `${rung} ${outcome}`);

const limit = (value: string, other = '1') =>
  lines(`export const limit = ${value};`, '', '', `export const other = ${other};`);

test('a script tells for each place which rules gave way and why, and what was weighed with which odds', async () => {
  const input = { path: 'a.ts', base: limit('1'), ours: limit('ours()'), theirs: limit('[theirs]') };
  const steps = await stepsOf(input);
  expect(new Set(steps.map(({ where }) => where))).toEqual(new Set(['line 1']));
  expect(shown(steps).slice(0, 3)).toEqual(['whitespace gave way', 'token gave way', 'members gave way']);
  expect(steps[1]?.reason).toBe('Both sides changed the same words');
  const odds = steps.flatMap((step) => step.odds ?? []);
  expect(odds.length).toBeGreaterThan(2);
  expect(odds).toEqual(odds.toSorted((one, other) => other - one));
  expect(steps.map(({ reason }) => reason)).not.toContain('');
  // What is told does not change what is decided.
  const { steps: _, ...told } = await mergeContents({ ...input, explains: true });
  expect(told).toEqual(await mergeContents(input));
});

test('documents, Markdown and checks tell theirs, and the sides are called by their names', async () => {
  const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
  const manifest = await stepsOf({
    path: 'package.json',
    base: json({ version: '1.0.0', license: 'A' }),
    ours: json({ version: '1.1.0', license: 'B' }),
    theirs: json({ version: '1.2.0', license: 'C' }),
    labels: { ours: 'main', theirs: 'ui' },
  });
  expect(manifest.map(({ rung, where, outcome }) => [rung, where, outcome])).toEqual([
    ['lines', 'whole file', 'gave way'],
    ['json', 'version', 'won'],
    ['json', 'license', 'gave way'],
  ]);
  expect(manifest[1]?.reason).toContain('main has 1.1.0');
  const list = await stepsOf({ path: 'a.md', base: '- x\n', ours: '- x\n- apples\n', theirs: '- x\n- pears\n' });
  expect(shown(list)).toEqual(['whitespace gave way', 'token gave way', 'list won']);
  const lost = await stepsOf({
    path: 'a.ts',
    base: limit('1', 'limit'),
    ours: limit('1', '2').replace('limit', 'bound'),
    theirs: lines('export const limit = 1;', '', '', 'export const other = limit;', 'export const more = limit;'),
  });
  expect(lost.some(({ outcome }) => outcome === 'refused' || outcome === 'gave way')).toBe(true);
  expect(await stepsOf({ path: 'a.ts', base: 'a', ours: 'a', theirs: 'b' })).toMatchObject([
    { rung: 'sides', outcome: 'won' },
  ]);
});

test('nothing is told of a merge that nobody asks about, or that is made within another', async () => {
  const quiet = { path: 'a.md', base: '- x\n', ours: '- x\n- a\n', theirs: '- x\n- b\n' };
  expect(await mergeContents(quiet)).not.toHaveProperty('steps');
  const [one, other] = await Promise.all([stepsOf(quiet), stepsOf({ ...quiet, path: 'a.txt' })]);
  expect(shown(one)).toContain('list won');
  expect(shown(other)).not.toContain('list won');
});
