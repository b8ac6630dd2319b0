import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { planFile, writePlan } from '@cdev/deployment-plan';
import { exists } from './exists.ts';
import { of, plannedRepo, planId } from './planned-repo.ts';

describe('what is wrong before anything is made', () => {
  test('a plan that contradicts itself is refused with what is wrong', async () => {
    await using it = await plannedRepo({ login: { owns: ['src/**'] }, search: { owns: ['src/search/**'] } });
    await expect(it.spawn()).rejects.toMatchObject({
      code: 'CDEV_E_PLAN_UNSOUND',
      message: expect.stringContaining('search'),
    });
    expect(await it.events()).toEqual([]);
  });

  test('a target that is not there, and a base that is not in the repository, are refused', async () => {
    await using it = await plannedRepo({ login: {} });
    await expect(it.spawn({ target: 'release' })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_TARGET_UNKNOWN',
      message: expect.stringContaining('release'),
    });
    await writePlan(planFile(it.commonDir, planId), { ...it.plan, base: { branch: 'main', commit: 'a'.repeat(40) } });
    await expect(it.spawn()).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_TARGET_UNKNOWN' });
  });

  test('a plan without a base starts at the tip of its branch', async () => {
    await using it = await plannedRepo({ login: {} }, { base: { branch: '', commit: '' } });
    expect((await it.spawn()).result).toMatchObject({ target: 'main', base: await it.repo.git('rev-parse', 'main') });
    await it.repo.git('switch', '--quiet', '--detach');
    expect((await it.spawn()).result.target).toBe('main');
  });

  test('a plan from a file becomes the stored one, and another of the same id is refused', async () => {
    await using it = await plannedRepo({ login: {} });
    const file = join(it.repo.path, 'my plan.yaml');
    await writePlan(file, {
      ...it.plan,
      id: 'other-1-plan',
      agents: it.plan.agents.map((agent) => ({ ...agent, branch: 'cdev/other-1-plan/login' })),
    });
    const { result } = await it.spawn({ plan: 'my plan.yaml' });
    expect(result).toMatchObject({ plan: 'other-1-plan', planFile: planFile(it.commonDir, 'other-1-plan') });
    expect(await exists(result.planFile)).toBe(true);
    await writePlan(file, { ...it.plan, title: 'Something else' });
    await expect(it.spawn({ plan: 'my plan.yaml' })).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_PLAN_DIFFERS' });
  });

  test('agents that are nothing, or not here, or counted wrongly are refused', async () => {
    await using it = await plannedRepo({ login: {} });
    const code = (changes: Parameters<typeof it.spawn>[0]) =>
      it.spawn({ run: true, ...changes }).catch((error: { code: string }) => error.code);
    expect(await code({})).toBe('CDEV_E_SPAWN_NO_DRIVER');
    expect(await code({ driver: 'command' })).toBe('CDEV_E_SPAWN_COMMAND_MISSING');
    expect(await code({ driver: 'codex', command: 'x' })).toBe('CDEV_E_SPAWN_COMMAND_UNUSED');
    expect(await code({ command: 'x', attempts: 0 })).toBe('CDEV_E_SPAWN_NUMBER_INVALID');
    expect(await code({ command: 'x', maxParallel: 1.5 })).toBe('CDEV_E_SPAWN_NUMBER_INVALID');
    const nothing = { env: { PATH: it.repo.path } };
    await expect(it.spawn({ run: true, driver: 'gemini' }, nothing)).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_DRIVER_MISSING',
      kind: 'environment',
      steps: expect.arrayContaining([expect.stringContaining('@google/gemini-cli')]),
    });
    expect(await it.events()).toEqual([]);
  });

  test('uncommitted changes are not taken along, and that is said', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.repo.write({ 'wip.txt': 'x' });
    const outcome = await it.spawn();
    expect(outcome.result.warnings.join('\n')).toContain('1 uncommitted change in');
    expect(await exists(join(of(outcome, 'login').worktree, 'wip.txt'))).toBe(false);
  });
});
