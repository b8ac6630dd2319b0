import { expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { compareVersions, type CompareVersionsOptions } from '../src/index.ts';

const burn = (milliseconds: number): string =>
  `const end = process.cpuUsage().user + ${milliseconds * 1000}; while (process.cpuUsage().user < end); process.exitCode = process.argv[2] === 'fail' ? 4 : 0;`;
const manifest = (version: string): string =>
  JSON.stringify({ name: '@cdev/one', version, bin: { 'cdev-one': './b.cjs' }, cdev: { kind: 'script' } });
const files = {
  'node_modules/@cdev/one/package.json': manifest('2.0.0'),
  'node_modules/@cdev/one/b.cjs': burn(60),
  'old/package.json': manifest('1.0.0'),
  'old/b.cjs': burn(5),
};
const options: CompareVersionsOptions = {
  script: 'one',
  args: [],
  against: 'old',
  rounds: 5,
  exitCode: 0,
  threshold: 0.05,
};

test('the slower of two versions is told, with the other one first or last', async () => {
  await using place = await tempFolder(files);
  const { result, status } = await compareVersions(options, testContext({ cwd: place.path }));
  expect(status).toBe('findings');
  expect(result).toMatchObject({
    command: 'cdev-one',
    rounds: 5,
    before: { version: '1.0.0' },
    now: { version: '2.0.0' },
  });
  expect(result.cpuRatio).toBeGreaterThan(1.1);
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
