import { describe, expect, jest, test } from '@jest/globals';
import { testContext } from '@cdev/test-kit';
import { readPool } from '@cdev/workspace';
import { keepPool } from '../../src/pool/keep-pool.ts';
import { of, plannedRepo, planId, verdicts, worker, type PlannedRepo } from '../planned-repo.ts';
import { until } from '../start-cli.ts';

jest.setTimeout(120_000);

const keep = async (it: PlannedRepo, size: number | undefined) =>
  (await keepPool({ size, base: 'HEAD', worktrees: undefined, isDryRun: false }, testContext({ cwd: it.repo.path })))
    .result;
const ready = async (it: PlannedRepo): Promise<number> =>
  (await readPool(it.commonDir)).filter(({ state }) => state === 'ready').length;
const release = (it: PlannedRepo) => it.repo.write({ [`../repository.worktrees/${planId}/go`]: '' });
const patient = `${worker}; until [ -e ../go ]; do sleep 0.05; done`;

describe('a pool that agents have taken from', () => {
  test('is as full as before while they still work', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    await keep(it, 2);
    const running = it.spawn({ run: true, command: patient, maxParallel: 2 });
    expect(await until(async () => (await it.state('login').catch(() => undefined))?.status === 'running')).toBe(true);
    expect(await until(async () => (await ready(it)) === 2)).toBe(true);
    await release(it);
    const outcome = await running;
    expect([of(outcome, 'login').workspace, of(outcome, 'search').workspace]).toEqual(['claimed', 'claimed']);
    expect(verdicts(outcome)).toEqual({ login: 'done', search: 'done' });
  });

  test('keeps nobody from ending; what was not done is done by the next that fills it', async () => {
    await using it = await plannedRepo({ login: {} });
    await keep(it, 3);
    expect(verdicts(await it.spawn({ run: true, command: worker }))).toEqual({ login: 'done' });
    const { entries } = await keep(it, 3);
    expect(entries.map(({ state, isCurrent }) => [state, isCurrent])).toEqual([
      ['ready', true],
      ['ready', true],
      ['ready', true],
    ]);
    expect(await it.repo.git('fsck', '--no-dangling')).toBe('');
  });

  test('is not touched where no agent is run, or none was taken', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.spawn({ run: true, command: worker });
    expect(await readPool(it.commonDir)).toEqual([]);
    await keep(it, 1);
    await it.spawn({ retry: ['login'], command: worker });
    expect(await ready(it)).toBe(1);
  });
});
