import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { testContext } from '@cdev/test-kit';
import { restoreAgent, type RestoreOptions } from '../../src/index.ts';
import { restoreText } from '../../src/human/kept-text.ts';
import { plannedRepo, planId, worker, type PlannedRepo } from '../planned-repo.ts';

const page = { style: createStyle(false), columns: 100 };
const restore = (it: PlannedRepo, options: Partial<RestoreOptions> = {}) =>
  restoreAgent(
    { agent: 'login', plan: undefined, snapshot: undefined, paths: [], isList: false, isDryRun: false, ...options },
    testContext({ cwd: it.repo.path }),
  );

/** An agent that has worked; then somebody spoiled its files. */
async function spoiled(): Promise<PlannedRepo & { file: string }> {
  const it = await plannedRepo({ login: {}, search: {} });
  await it.spawn({ run: true, command: `${worker}; echo two > src/login/two.txt`, only: ['login'] });
  const file = join(await it.worktree('login'), 'src/login/made.txt');
  await writeFile(file, 'spoiled\n');
  return { ...it, file };
}

describe('restore', () => {
  test('brings back what the agent had at its end, and keeps what stood there', async () => {
    await using it = await spoiled();
    const dry = await restore(it, { isDryRun: true });
    expect(dry.result.restored?.paths).toEqual(['src/login/made.txt', 'src/login/two.txt']);
    expect(await readFile(it.file, 'utf8')).toBe('spoiled\n');
    const { result } = await restore(it);
    expect(await readFile(it.file, 'utf8')).toBe('made by login\n');
    expect(result.restored).toMatchObject({
      paths: ['src/login/made.txt'],
      saved: expect.stringContaining('/login/2'),
    });
    expect(await it.repo.git('show', `${result.restored?.saved}:src/login/made.txt`)).toBe('spoiled');
    expect(restoreText(result, page)).toContain('1 path of login restored from refs/cdev/snapshots/');
    // And what was kept by it can be brought back in its turn.
    await restore(it, { snapshot: '2', paths: ['src/login'] });
    expect(await readFile(it.file, 'utf8')).toBe('spoiled\n');
  });

  test('lists what is kept, the newest first, with what was set aside', async () => {
    await using it = await spoiled();
    await it.repo.git('update-ref', `refs/cdev/set-aside/${planId}/login/1`, 'HEAD');
    const { result } = await restore(it, { isList: true });
    expect(result.kept.map(({ kind }) => kind).sort()).toEqual(['set-aside', 'snapshot']);
    expect(restoreText(result, page)).toContain('attempt 1 done');
    expect((await restore(it, { agent: 'search', isList: true })).result.kept).toEqual([]);
  });

  test('makes a removed worktree again', async () => {
    await using it = await spoiled();
    await rm(await it.worktree('login'), { recursive: true });
    const { result } = await restore(it);
    expect(result.restored?.paths).toEqual(['src/login/made.txt', 'src/login/two.txt']);
    expect(await readFile(it.file, 'utf8')).toBe('made by login\n');
  });

  test('refuses what is not kept, and an agent at work', async () => {
    await using it = await spoiled();
    await expect(restore(it, { snapshot: '7' })).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_SNAPSHOT_UNKNOWN' });
    const { kept } = (await restore(it, { isList: true })).result;
    const commit = kept[0]?.commit ?? '';
    // A few characters of a commit are none of its names: `--snapshot 7` must not bring back 7f3a….
    await expect(restore(it, { snapshot: commit.slice(0, 6) })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_SNAPSHOT_UNKNOWN',
    });
    const named = await restore(it, { snapshot: commit.slice(0, 7), isDryRun: true });
    expect(named.result.restored?.from).toEqual(kept[0]);
    await expect(restore(it, { agent: 'search' })).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_NOTHING_KEPT' });
    await expect(restore(it, { agent: 'nobody' })).rejects.toMatchObject({ code: 'CDEV_E_PLAN_AGENT_UNKNOWN' });
    const at = { attempt: 2, driver: 'command', pid: process.pid, startTime: '', log: '' };
    await it.journal.append({ type: 'agent-started', agent: 'login', ...at });
    await expect(restore(it)).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_AGENT_AT_WORK' });
  });
});

describe('snapshots of an agent at work', () => {
  test('are made at the interval when something has changed, and one at the end', async () => {
    await using it = await plannedRepo({ login: {} });
    // The agent waits for each snapshot, however long one takes.
    const step = [
      'count() { git for-each-ref refs/cdev/snapshots | wc -l; }; mkdir -p src/login',
      'for n in 1 2; do had=$(count); echo $n > src/login/n.txt; for t in $(seq 300); do [ $(count) -gt $had ] && break; sleep 0.1; done; done',
      'rm src/login/n.txt',
    ].join('; ');
    await it.spawn({ run: true, command: `${step}; ${worker}`, snapshotEvery: 150 });
    const taken = (await it.events()).filter((event) => event.type === 'snapshot-taken');
    const refs = taken.map(({ ref }) => ref);
    expect(new Set(refs).size).toBe(refs.length);
    const held = await Promise.all(refs.map((ref) => it.repo.git('ls-tree', '-r', '--name-only', ref, 'src/')));
    expect(held.filter((files) => files === 'src/login/n.txt').length).toBeGreaterThanOrEqual(2);
    expect(held.at(-1)).toBe('src/login/made.txt');
  });
});
