import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { writeChart } from '../src/chart/write-chart.ts';
import { calibrate, performanceReport, type PerformanceReportOptions } from '../src/index.ts';
import { writeCalibration, writeRuns } from './home.ts';

const defaults: PerformanceReportOptions = {
  script: undefined,
  last: 90 * 86_400_000,
  calibration: false,
  recent: 14 * 86_400_000,
  failOn: 'any',
};
const clock = () => new Date('2026-10-31T12:00:00Z');

async function report(home: string, options: Partial<PerformanceReportOptions> = {}) {
  return performanceReport({ ...defaults, ...options }, testContext({ cwd: home, home, clock }));
}

describe('performanceReport', () => {
  test('has nothing to say where nothing ran', async () => {
    await using home = await tempFolder();
    expect(await report(home.path)).toMatchObject({ result: { series: [], regressions: [] }, status: 'ok' });
  });

  test('takes machines of one kind together, by what the calibration takes on each', async () => {
    await using home = await tempFolder();
    writeRuns(home.path, { days: 20, host: 'ada', cpu: () => 300 });
    writeRuns(home.path, { days: 20, host: 'bo', cpu: () => 600 });
    writeCalibration(home.path, 'ada', 100);
    writeCalibration(home.path, 'bo', 200);
    const { result } = await report(home.path);
    expect(result.series).toMatchObject([
      {
        command: 'cdev-one',
        hostClass: 'linux-x64, Test',
        node: 'v24',
        isRatio: true,
        runs: 280,
        memory: 50_000_000,
        changes: [],
      },
    ]);
    expect(result.series[0]?.cpu).toBeCloseTo(3, 1);
  });

  test('finds where a script became slower, and names the release; old news is no finding', async () => {
    await using home = await tempFolder();
    writeRuns(home.path, {
      days: 60,
      cpu: (day) => (day < 50 ? 300 : 345),
      version: (day) => (day < 50 ? '1.0.0' : '1.1.0'),
    });
    writeRuns(home.path, { days: 60, script: 'cdev-two', cpu: () => 200 });
    const { result, status } = await report(home.path);
    expect(status).toBe('findings');
    expect(result.regressions).toMatchObject([
      { command: 'cdev-one', change: { day: '2026-10-21', versions: ['1.1.0'], commits: [] } },
    ]);
    expect(result.regressions[0]?.change.effect).toBeCloseTo(0.15, 1);
    expect((await report(home.path, { recent: 3 * 86_400_000 })).status).toBe('ok');
    expect((await report(home.path, { failOn: 'budget' })).status).toBe('ok');
    expect((await report(home.path, { script: 'two' })).result.series.map(({ command }) => command)).toEqual([
      'cdev-two',
    ]);
  });

  test('names the commits of these days, and what is over budget, in the repository of the script', async () => {
    await using home = await tempFolder();
    const manifest = (cpuRatio: number): string =>
      JSON.stringify({
        name: '@cdev/one',
        version: '1.0.0',
        bin: { 'cdev-one': './b.js' },
        cdev: { kind: 'script', budget: { cpuRatio, memory: 40 } },
      });
    await using repo = await tempRepo({
      'package.json': '{"name":"root","private":true,"workspaces":["packages/*"]}',
      'packages/one/package.json': manifest(2.5),
    });
    const commit = await repo.commit('Read everything twice', { 'packages/one/a.js': '' });
    await repo.commit('Elsewhere', { 'other.js': '' });
    const day = Date.parse(await repo.git('log', '-1', '--format=%cs', commit));
    writeRuns(home.path, { days: 60, from: day - 50 * 86_400_000, cpu: (at) => (at < 50 ? 300 : 345) });
    writeCalibration(home.path, 'ada', 100);
    const now = () => new Date(day + 11 * 86_400_000);
    const { result } = await performanceReport(defaults, testContext({ cwd: repo.path, home: home.path, clock: now }));
    expect(result.regressions[0]?.change.commits).toEqual([
      expect.stringMatching(/^[0-9a-f]+ Read everything twice$/),
      expect.anything(),
    ]);
    expect(result.series[0]?.overBudget).toEqual([
      expect.stringMatching(/^CPU 3\.\d+×, the budget is 2\.5×$/),
      'memory 50 MB, the budget is 40 MB',
    ]);
  });

  test('draws a series with what changed', async () => {
    await using home = await tempFolder();
    writeRuns(home.path, {
      days: 60,
      cpu: (day) => (day < 50 ? 300 : 400),
      version: (day) => (day < 50 ? '1.0.0' : '2.0.0-<b>'),
    });
    const context = testContext({ cwd: home.path, home: home.path, clock });
    await writeChart({ script: 'one', file: 'c/one.svg', last: defaults.last, isDryRun: false }, context);
    const svg = readFileSync(join(home.path, 'c/one.svg'), 'utf8');
    expect(svg.match(/<circle/g)).toHaveLength(60);
    expect(svg).toMatch(/\+3\d % with 2\.0\.0-&lt;b&gt;/);
    const shown = await writeChart({ script: 'one', file: undefined, last: defaults.last, isDryRun: false }, context);
    expect(shown.result).toMatchObject({ file: undefined, series: { command: 'cdev-one' }, isWritten: false });
    await expect(
      writeChart({ script: 'none', file: 'x.svg', last: 1, isDryRun: false }, context),
    ).rejects.toMatchObject({ code: 'CDEV_E_PERFORMANCE_NOT_RECORDED' });
  });
});

test('a machine is measured, and remembered', async () => {
  await using home = await tempFolder();
  const context = testContext({ cwd: home.path, home: home.path });
  const calibration = await calibrate(context);
  expect(calibration.cpu).toBeGreaterThan(20);
  expect(JSON.parse(readFileSync(join(home.path, 'calibrations.ndjson'), 'utf8'))).toEqual(calibration);
});
