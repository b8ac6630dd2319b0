import { expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { compareCosts } from '../src/bench/compare-costs.ts';
import { compareVersions, type CompareVersionsOptions } from '../src/index.ts';

const program = "process.exitCode = process.argv[2] === 'fail' ? 4 : 0;";
const manifest = (version: string): string =>
  JSON.stringify({ name: '@cdev/one', version, bin: { 'cdev-one': './b.cjs' }, cdev: { kind: 'script' } });
const files = {
  'node_modules/@cdev/one/package.json': manifest('2.0.0'),
  'node_modules/@cdev/one/b.cjs': program,
  'old/package.json': manifest('1.0.0'),
  'old/b.cjs': program,
};
const options: CompareVersionsOptions = {
  script: 'one',
  args: [],
  against: 'old',
  rounds: 5,
  exitCode: 0,
  threshold: 0.05,
};

test('runs both in turn, and says what each costs', async () => {
  await using place = await tempFolder(files);
  const { result } = await compareVersions(options, testContext({ cwd: place.path }));
  expect(result).toMatchObject({
    command: 'cdev-one',
    rounds: 5,
    before: { version: '1.0.0' },
    now: { version: '2.0.0' },
  });
  for (const cost of [result.before.cpu, result.now.cpu, result.now.memory, result.cpuRatio])
    expect(cost).toBeGreaterThan(0);
  expect(result.interval[0]).toBeLessThanOrEqual(result.cpuRatio);
  expect(result.interval[1]).toBeGreaterThanOrEqual(result.cpuRatio);
});

test.each([
  ['that are all slower', Array.from({ length: 20 }, (_, at) => 1.2 + (at % 5) / 100), 1.22, true],
  ['that do not agree', Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 0.8 : 1.3)), 1.05, false],
  ['in a machine that became busy', Array.from({ length: 20 }, () => 1), 1, false],
])('pairs %s', (_, ratios, ratio, isCertain) => {
  const pairs = ratios.map((each, at) => {
    const busy = at < 10 ? 1 : 7;
    const before = { cpu: 100 * busy, wall: 200 * busy, memory: 5 };
    return { before, now: { ...before, cpu: before.cpu * each } };
  });
  const { cpuRatio, interval, before } = compareCosts(pairs);
  expect(cpuRatio).toBeCloseTo(ratio, 5);
  expect(interval[0] > 1).toBe(isCertain);
  expect(before).toEqual({ cpu: 400, wall: 800, memory: 5 });
});

test('a run that fails is not measured, however fast', async () => {
  await using place = await tempFolder(files);
  const context = testContext({ cwd: place.path });
  await expect(compareVersions({ ...options, args: ['fail'] }, context)).rejects.toMatchObject({
    code: 'CDEV_E_PERFORMANCE_RUN_FAILED',
    message: expect.stringContaining('ended with 4, not 0'),
  });
  await expect(compareVersions({ ...options, rounds: 2.5 }, context)).rejects.toMatchObject({
    code: 'CDEV_E_PERFORMANCE_NUMBER_INVALID',
  });
});
