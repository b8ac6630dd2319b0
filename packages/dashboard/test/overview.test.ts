import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { overviewReader, type Overview, type ScriptDetail } from '../src/index.ts';
import { month, now, planted } from './month.ts';

const day = 86_400_000;
const read = async (
  cwd: string,
  home: string,
  last = 30,
): Promise<{ overview: Overview; details: readonly ScriptDetail[] }> =>
  (await overviewReader(last * day, testContext({ cwd, home, clock: () => now }))).read();

describe('the overview of a month', () => {
  test('finds what was planted, on its day, and nothing in the noise', async () => {
    await using fixture = await month();
    const { overview, details } = await read(fixture.repository.path, fixture.home);
    const byName = new Map(overview.scripts.map((row) => [row.name, row]));
    expect(overview.days).toHaveLength(30);
    expect(byName.get('beta')?.speed).toMatchObject({
      isRatio: true,
      changes: [{ day: planted.slowerFrom, versions: ['1.1.0'], effect: expect.closeTo(0.25, 1) }],
    });
    expect(['alpha', 'gamma'].map((name) => byName.get(name)?.speed?.changes)).toEqual([[], []]);
    expect(byName.get('gamma')?.health).toMatchObject({
      state: 'broken',
      reason: expect.stringContaining('ended with 3'),
    });
    expect(byName.get('delta')?.deprecation).toMatchObject({ stage: 'announced', daysLeft: 65, replacement: 'beta' });
    expect(byName.get('alpha')).toMatchObject({
      runs: 258,
      failed: 18,
      errors: [{ code: 'CDEV_E_ALPHA_LOST', count: 18 }],
    });
    expect(overview.errors).toMatchObject([
      {
        code: 'CDEV_E_ALPHA_LOST',
        isNew: true,
        isUnknown: true,
        count: 18,
        first: `${planted.newErrorOn}T10:00:00.000Z`,
      },
      { code: 'CDEV_E_CLI_USAGE', isNew: false, isUnknown: false, count: 3 },
    ]);
    expect(overview.urgent).toMatchObject({ command: 'cdev health-check gamma' });
    expect(overview.dependencies.find(({ name }) => name === 'yaml')).toMatchObject({ ranges: ['^2.8.0', '^2.9.0'] });
    expect(details.find(({ name }) => name === 'beta')?.runs).toHaveLength(20);
  });

  test('joins releases, changes of speed, errors, health and deprecations on one timeline, newest first', async () => {
    await using fixture = await month();
    const { timeline } = (await read(fixture.repository.path, fixture.home)).overview;
    expect(timeline.map(({ day: on, kind, script, text }) => `${on} ${kind} ${script}: ${text}`)).toEqual([
      `${planted.brokenFrom} health gamma: healthy → broken`,
      `${planted.spikeOn} error alpha: 9 failed runs in one day`,
      `${planted.newErrorOn} error alpha: CDEV_E_ALPHA_LOST for the first time, 18 since`,
      '2026-11-16 health alpha: degraded → healthy',
      '2026-11-15 health alpha: healthy → degraded',
      `${planted.slowerFrom} release beta: 1.1.0 ran first`,
      `${planted.slowerFrom} speed beta: +24 % CPU with 1.1.0`,
      '2026-11-02 deprecation delta: deprecated for beta',
    ]);
  });

  test('shows commits that changed what is locked as updates', async () => {
    await using fixture = await month();
    const { repository } = fixture;
    await repository.write({ 'pnpm-lock.yaml': 'a: 2\n' });
    await repository.git('add', '.');
    const at = '2026-11-21T10:00:00Z';
    await repository.git('-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-m', 'Update a to 2', '--date', at);
    const { overview } = await read(repository.path, fixture.home, 36_500);
    // Fixture commits have a fixed date of their own.
    expect(overview.timeline.filter(({ kind }) => kind === 'update').map(({ text }) => text.slice(8))).toContain(
      'Update a to 2',
    );
  });

  test('shows branches of tested updates that are not merged yet', async () => {
    await using fixture = await month();
    const { repository } = fixture;
    await repository.branch('cdev/update/dependencies', { 'pnpm-lock.yaml': 'a: 3\n' });
    await repository.git('branch', 'cdev/update/merged');
    const { proposed } = (await read(repository.path, fixture.home)).overview;
    expect(proposed).toEqual([
      { branch: 'cdev/update/dependencies', day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), text: expect.any(String) },
    ]);
  });

  test('is empty, and no failure, where nothing ever ran and there is no script', async () => {
    await using folder = await tempFolder();
    const { overview } = await read(folder.path, folder.path);
    expect(overview).toMatchObject({ records: 0, errors: [], timeline: [], agentRuns: [], proposed: [], notes: [] });
  });
});
