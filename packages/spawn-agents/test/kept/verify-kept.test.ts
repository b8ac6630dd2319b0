import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { testContext } from '@cdev/test-kit';
import { cleanupAgents, verifyKept, type VerifyResult } from '../../src/index.ts';
import { verifyText } from '../../src/human/kept-text.ts';
import { plannedRepo, planId, worker, type PlannedRepo } from '../planned-repo.ts';

const page = { style: createStyle(false), columns: 100 };
const verify = async (it: PlannedRepo): Promise<VerifyResult> =>
  (await verifyKept({ plan: undefined }, testContext({ cwd: it.repo.path }))).result;
const statuses = ({ items }: VerifyResult): string[] => items.map(({ what, status }) => `${what} ${status}`);

/** One agent merged by squash, one not merged with uncommitted files and an ignored one; both removed. */
async function cleaned(): Promise<PlannedRepo> {
  const files = { 'README.md': '# Things\n', '.gitignore': 'build/\n*.log\n' };
  const it = await plannedRepo({ merged: {}, loose: {} }, { files });
  const leave = '[ $CDEV_AGENT = loose ] && mkdir build && echo x > build/out && echo x > a.log; true';
  await it.spawn({ run: true, command: `${worker}; ${leave}` });
  const worktree = await it.worktree('merged');
  await it.repo.git('-C', worktree, 'add', '.');
  await it.repo.git('-C', worktree, 'commit', '--quiet', '-m', 'merged');
  await it.repo.git('merge', '--squash', '--quiet', `cdev/${planId}/merged`);
  await it.repo.git('commit', '--quiet', '-m', 'squashed');
  const commit = await it.repo.git('rev-parse', `cdev/${planId}/merged`);
  await it.journal.append({ type: 'committed', agent: 'merged', commit, files: 1, complete: true });
  const tree = await it.repo.git('rev-parse', 'HEAD^{tree}');
  const landed = { commit: await it.repo.git('rev-parse', 'HEAD'), tree, resolved: [] };
  await it.journal.append({ type: 'candidate-merged', agent: 'merged', ...landed });
  const all = { plan: undefined, only: [], keepBranches: false, unmerged: true, isDryRun: false };
  const { result } = await cleanupAgents(all, testContext({ cwd: it.repo.path, yes: true }));
  expect(result.agents.map(({ outcome }) => outcome)).toEqual(['removed', 'removed']);
  expect(result.agents[1]?.notKept).toEqual(['a.log', 'build/']);
  return it;
}

describe('verify', () => {
  test('finds every byte of what cleanup removed, by receipts that were written before', async () => {
    await using it = await cleaned();
    const events = await it.events();
    const at = (type: string): number => events.findIndex((event) => event.type === type);
    expect(at('receipt-written')).toBeLessThan(at('workspace-removed'));
    const loose = events.find((event) => event.type === 'receipt-written' && event.agent === 'loose');
    expect(loose).toMatchObject({ of: 'worktree', notKept: ['a.log', 'build/'] });
    const result = await verify(it);
    expect(new Set(result.items.map(({ status }) => status))).not.toContain('lost');
    expect(statuses(result).filter((text) => /^(worktree|branch)/.test(text))).toHaveLength(4);
    expect(verifyText(result, page)).toMatch(/All of it is there: \d+\n$/);
    // Squashed into the target its commits are nowhere else.
    expect(await it.repo.git('for-each-ref', '--format=%(refname)', `refs/cdev/snapshots/${planId}/merged`)).not.toBe(
      '',
    );
  });

  test('says what is lost when a ref was deleted, and what still holds it when another does', async () => {
    await using it = await cleaned();
    const refs = await it.repo.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/cdev/snapshots');
    const [ref = '', commit = ''] = (refs.split('\n').find((line) => line.includes('/loose/')) ?? '').split(' ');
    await it.repo.git('branch', 'saved', commit);
    await it.repo.git('update-ref', '-d', ref);
    expect(statuses(await verify(it))).toContain('snapshot moved');
    await it.repo.git('branch', '-D', 'saved');
    const result = await verify(it);
    const lost = result.items.filter(({ status }) => status === 'lost');
    expect(lost.map(({ agent }) => agent)).toContain('loose');
    expect(lost[0]?.detail).toContain(`git update-ref ${ref} ${commit}`);
    expect(verifyText(result, page)).toContain('lost');
  });

  test('says when contents are gone although the ref is there', async () => {
    await using it = await cleaned();
    const blob = await it.repo.git('rev-parse', `refs/cdev/snapshots/${planId}/loose/1:src/loose/made.txt`);
    await rm(join(it.commonDir, 'objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    expect(await readdir(join(it.commonDir, 'objects', 'pack'))).toEqual([]);
    const { items } = await verify(it);
    expect(items.find(({ status }) => status === 'lost')?.detail).toContain('not in the repository any more');
  });

  test('of a run that was never begun is refused', async () => {
    await using it = await plannedRepo({ login: {} });
    await expect(verify(it)).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_NO_RUN' });
  });
});
