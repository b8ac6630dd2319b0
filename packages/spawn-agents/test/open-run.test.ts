import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readPlan, writePlan } from '@cdev/deployment-plan';
import { testContext } from '@cdev/test-kit';
import { currentPlan, openRun } from '../src/open-run.ts';
import { plannedRepo } from './planned-repo.ts';

describe('the plan as it stands now', () => {
  test('is read again when its file is another, and not otherwise', async () => {
    await using it = await plannedRepo({ login: {} });
    const run = await openRun(undefined, testContext({ cwd: it.repo.path }));
    const first = await currentPlan(run);
    expect(await currentPlan(run)).toBe(first);
    await writePlan(run.planFile, { ...(await readPlan(run.planFile)), title: 'Other things' });
    expect((await currentPlan(run)).title).toBe('Other things');
  });

  test('that cannot be read any more is the one that the run began with', async () => {
    await using it = await plannedRepo({ login: {} });
    const run = await openRun(undefined, testContext({ cwd: it.repo.path }));
    await writeFile(run.planFile, '{ torn');
    expect(await currentPlan(run)).toBe(run.plan);
  });
});
