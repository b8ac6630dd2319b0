import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { testContext } from '@cdev/test-kit';
import { createStyle } from '@cdev/core/cli';
import { poolText } from '../../src/human/pool-text.ts';
import { keepPool, type PoolOptions, type PoolResult } from '../../src/pool/keep-pool.ts';
import { of, plannedRepo, verdicts, worker } from '../planned-repo.ts';

const plain: PoolOptions = { size: undefined, base: 'HEAD', worktrees: undefined, isDryRun: false };
const read = (result: PoolResult): string => poolText(result, { style: createStyle(false), columns: 100 });

describe('the pool', () => {
  test('agents get what stands ready, and work there as in any other', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    const context = testContext({ cwd: it.repo.path });
    const { result, status } = await keepPool({ ...plain, size: 1 }, context);
    expect(status).toBe('ok');
    expect(result).toMatchObject({ made: 1, entries: [{ state: 'ready', isCurrent: true }] });
    expect(result.entries[0]?.bytes).toBeGreaterThan(0);
    const outcome = await it.spawn({ run: true, command: worker });
    expect(verdicts(outcome)).toEqual({ login: 'done', search: 'done' });
    expect(['login', 'search'].map((agent) => of(outcome, agent).workspace)).toEqual(['claimed', 'created']);
    // What was taken may have been made again meanwhile.
    expect((await keepPool(plain, context)).result.entries.length).toBeLessThanOrEqual(1);
  });

  test('a dry run and a look change nothing; clearing takes all away', async () => {
    await using it = await plannedRepo({ login: {} });
    const context = testContext({ cwd: it.repo.path });
    const dry = await keepPool({ ...plain, size: 3, isDryRun: true }, context);
    expect(dry.result).toMatchObject({ made: 0, entries: [] });
    expect(read(dry.result)).toContain('Nothing was changed');
    await keepPool({ ...plain, size: 2 }, context);
    await it.repo.commit('More', { 'more.txt': 'm\n' });
    const looked = await keepPool(plain, context);
    expect(read(looked.result)).toContain('of another commit');
    const renewed = await keepPool({ ...plain, size: 2 }, context);
    expect(read(renewed.result)).toMatch(/2 brought to [0-9a-f]{9} in /);
    const cleared = await keepPool({ ...plain, size: 0 }, context);
    expect(cleared.result).toMatchObject({ removed: 2, entries: [] });
    expect(await it.repo.git('worktree', 'list', '--porcelain')).not.toContain('.pool');
  });

  test('what somebody wrote into one is told and stays', async () => {
    await using it = await plannedRepo({ login: {} });
    const context = testContext({ cwd: it.repo.path });
    const filled = await keepPool({ ...plain, size: 1 }, context);
    await writeFile(join(filled.result.entries[0]?.path ?? '', 'mine.txt'), 'm\n');
    const { result, status } = await keepPool({ ...plain, size: 0 }, context);
    expect(status).toBe('findings');
    expect(result.entries).toMatchObject([{ state: 'spoilt' }]);
    expect(read(result)).toContain('given to nobody');
  });

  test.each([-1, 1.5, 201])('a size of %s is refused', async (size) => {
    await using it = await plannedRepo({ login: {} });
    const asked = keepPool({ ...plain, size }, testContext({ cwd: it.repo.path }));
    await expect(asked).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_POOL_SIZE_INVALID' });
  });
});
