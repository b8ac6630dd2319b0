import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { tempFolder, testContext } from '@cdev/test-kit';
import { budgetsText } from '../src/human.ts';
import { measureBudgets } from '../src/index.ts';

/** Says what it was told, in a folder with its file. */
const program = `if (process.argv[2] !== '--help') console.log(process.argv[2], require('node:fs').readFileSync('a.txt', 'utf8'));`;
const script = (name: string, cdev: object): Record<string, string> => ({
  [`node_modules/@cdev/${name}/package.json`]: JSON.stringify({
    name: `@cdev/${name}`,
    version: '1.0.0',
    bin: { [`cdev-${name}`]: './b.cjs' },
    cdev: { kind: 'script', ...cdev },
  }),
  [`node_modules/@cdev/${name}/b.cjs`]: program,
});
const smoke = { args: ['said'], files: { 'a.txt': 'kept' }, stdout: 'said kept' };

test('what is over its budget is a finding, what is within is none, and what has no example is not judged', async () => {
  await using place = await tempFolder({
    'package.json': '{}',
    ...script('slow', { budget: { start: 0.01, memory: 1, smoke: 0.001 }, smoke }),
    ...script('well', { budget: { start: 1000, memory: 9000, smoke: 600 }, smoke }),
    ...script('bare', { budget: { memory: 1, size: 3 } }),
    ...script('free', {}),
  });
  const { result, status } = await measureBudgets({ scripts: [], rounds: 1 }, testContext({ cwd: place.path }));
  expect(status).toBe('findings');
  const [bare, slow, well] = result;
  expect(result.map((each) => each.script)).toEqual(['cdev-bare', 'cdev-slow', 'cdev-well']);
  expect(bare).toMatchObject({
    over: [],
    notRun: [
      '"budget.size" is not known; there are start, cpuRatio, memory, smoke',
      'memory and smoke run: its metadata has no example',
    ],
  });
  expect(slow?.over.map((words) => words.replaceAll(/[\d.]+ ?(×|MB|s)/g, '#'))).toEqual([
    'start #, the budget is #',
    'memory #, the budget is #',
    'smoke run #, the budget is #',
  ]);
  expect(well).toMatchObject({ over: [], notRun: [] });
  expect(well?.measured.start).toBeGreaterThan(0);
});

test('an example that does not do its work is not measured, however fast, and a script that does not start neither', async () => {
  const wrong = { ...smoke, stdout: 'something else' };
  await using place = await tempFolder({
    'package.json': '{}',
    ...script('one', { smoke: wrong }),
    ...script('two', {}),
    'node_modules/@cdev/two/b.cjs': 'process.exitCode = 4; console.error("no way");',
  });
  const context = testContext({ cwd: place.path });
  expect(await measureBudgets({ scripts: ['one', 'two'], rounds: 1 }, context)).toMatchObject({
    status: 'findings',
    result: [
      { failure: expect.stringContaining('does not say "something else"') },
      { measured: {}, failure: 'cdev-two --help ended with 4: no way' },
    ],
  });
  await expect(measureBudgets({ scripts: ['one'], rounds: 0 }, context)).rejects.toMatchObject({
    code: 'CDEV_E_PERFORMANCE_NUMBER_INVALID',
  });
});

test('a line a script, its figures beside the limits, then what is over', () => {
  const one = {
    script: 'cdev-one',
    version: '1.0.0',
    budget: { start: 1.5, memory: 200 },
    measured: { start: 1.7, memory: 90, smoke: 0.4 },
    over: ['start 1.7×, the budget is 1.5×'],
    notRun: [],
    failure: undefined,
  };
  const two = { ...one, script: 'cdev-two', measured: { start: 1.2 }, over: [], notRun: ['memory: no example'] };
  const three = { ...one, script: 'cdev-three', measured: {}, over: [], failure: 'cdev-three --help ended with 4' };
  const page = { style: createStyle(false), columns: 100 };
  expect(budgetsText([one, two, three], page))
    .toBe(`✗ cdev-one    start 1.7 of 1.5 ×  memory 90 of 200 MB  smoke run 0.4 s
✓ cdev-two    start 1.2 of 1.5 ×  memory –             smoke run –
✗ cdev-three  start –             memory –             smoke run –

✗ cdev-one: start 1.7×, the budget is 1.5×
cdev-two: not judged, memory: no example
✗ cdev-three --help ended with 4
`);
  expect(budgetsText([], page)).toBe('No script here has a budget\n');
});
