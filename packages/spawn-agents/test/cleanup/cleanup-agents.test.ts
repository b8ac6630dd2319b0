import { access } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { testContext } from '@cdev/test-kit';
import { cleanupAgents, type CleanedAgent, type CleanupOptions } from '../../src/index.ts';
import { plannedRepo, planId, type PlannedRepo } from '../planned-repo.ts';

const clean = (it: PlannedRepo, options: Partial<CleanupOptions> = {}, cwd = it.repo.path) =>
  cleanupAgents(
    { plan: undefined, only: [], keepBranches: false, unmerged: false, isDryRun: false, ...options },
    testContext({ cwd, yes: true }),
  );
const branch = (agent: string): string => `cdev/${planId}/${agent}`;

/** Three agents that have worked: `merged` is in main, `committed` is not, `loose` is not even committed; `idle` never worked. */
async function workedRepo(...agents: readonly string[]): Promise<PlannedRepo> {
  const it = await plannedRepo(Object.fromEntries(agents.map((agent) => [agent, {}])));
  await it.spawn();
  const { journal, repo } = it;
  for (const agent of agents.filter((id) => id !== 'idle')) {
    const worktree = await it.worktree(agent);
    await repo.write({ [relative(repo.path, join(worktree, `src/${agent}/made.txt`))]: `made by ${agent}\n` });
    const started = { attempt: 1, driver: 'command', pid: 1, startTime: '0', log: '' };
    await journal.append({ type: 'agent-started', agent, ...started });
    await journal.append({ type: 'agent-finished', agent, attempt: 1, verdict: 'done', duration: 1 });
    if (agent === 'loose') continue;
    await repo.git('-C', worktree, 'add', '.');
    await repo.git('-C', worktree, 'commit', '--quiet', '--message', agent);
    const commit = await repo.git('rev-parse', branch(agent));
    await journal.append({ type: 'committed', agent, commit, files: 1, complete: true });
  }
  if (agents.includes('merged')) await repo.git('merge', '--quiet', '--ff-only', branch('merged'));
  return it;
}

const outcomes = (agents: readonly CleanedAgent[]) =>
  Object.fromEntries(agents.map(({ agent, outcome }) => [agent, outcome]));
const isThere = (path: string | undefined): Promise<boolean> =>
  access(path ?? '').then(
    () => true,
    () => false,
  );

describe('cleanup', () => {
  test('removes what is merged or never worked and keeps what that had left over, refuses the rest and says why', async () => {
    await using it = await workedRepo('merged', 'committed', 'loose', 'idle');
    const dry = await clean(it, { isDryRun: true });
    expect(outcomes(dry.result.agents)).toEqual({
      merged: 'would-remove',
      committed: 'refused',
      loose: 'refused',
      idle: 'would-remove',
    });
    await it.repo.write({ [`../repository.worktrees/${planId}/merged/rest.txt`]: 'rest\n' });
    const { result, status } = await clean(it);
    expect(status).toBe('findings');
    expect(outcomes(result.agents)).toEqual({
      merged: 'removed',
      committed: 'refused',
      loose: 'refused',
      idle: 'removed',
    });
    const obstacle = (agent: string) => result.agents.find((one) => one.agent === agent)?.inTheWay;
    expect(obstacle('committed')).toEqual(['its commits are not in main']);
    expect(obstacle('loose')).toEqual(['1 file is not committed']);
    expect(await it.repo.git('branch', '--list', 'cdev/*', '--format=%(refname:short)')).toBe(
      [branch('committed'), branch('loose')].join('\n'),
    );
    expect((await it.state('merged')).workspace).toBeUndefined();
    const merged = result.agents.find(({ agent }) => agent === 'merged');
    expect(await it.repo.git('show', `${merged?.snapshot}:rest.txt`)).toBe('rest');
    expect(await isThere(await it.worktree('loose'))).toBe(true);
    expect(outcomes((await clean(it)).result.agents)).toEqual({ committed: 'refused', loose: 'refused' });
  });

  test('with branches kept removes worktrees of any agent, and what was not committed is in a snapshot', async () => {
    await using it = await workedRepo('committed', 'loose');
    const { result, status } = await clean(it, { keepBranches: true });
    expect(status).toBe('ok');
    expect(new Set(result.agents.map(({ outcome }) => outcome))).toEqual(new Set(['removed']));
    expect(await it.repo.git('show', `${branch('committed')}:src/committed/made.txt`)).toBe('made by committed');
    const loose = result.agents.find(({ agent }) => agent === 'loose');
    expect(await it.repo.git('show', `${loose?.snapshot}:src/loose/made.txt`)).toBe('made by loose');
    expect(await isThere(join(it.repo.path, '../repository.worktrees'))).toBe(false);
    // And a later run makes them again from their branches.
    await it.spawn({
      only: ['committed'],
      retry: ['committed'],
      command: 'cp src/committed/made.txt src/committed/again.txt',
    });
    expect(await isThere(join(await it.worktree('committed'), 'src/committed/again.txt'))).toBe(true);
  });

  test('of work that is not merged, when asked for, leaves every byte on snapshot refs', async () => {
    await using it = await workedRepo('committed', 'loose');
    const tip = await it.repo.git('rev-parse', branch('committed'));
    // One without its worktree: only the branch holds its commits.
    await clean(it, { keepBranches: true, only: ['committed'] });
    const { result, status } = await clean(it, { unmerged: true });
    expect(status).toBe('ok');
    expect(await it.repo.git('branch', '--list', 'cdev/*')).toBe('');
    const kept = (agent: string) => result.agents.find((one) => one.agent === agent)?.snapshot as string;
    expect(await it.repo.git('rev-parse', kept('committed'))).toBe(tip);
    expect(await it.repo.git('show', `${kept('loose')}:src/loose/made.txt`)).toBe('made by loose');
    expect((await it.events()).filter(({ type }) => type === 'snapshot-taken').length).toBeGreaterThanOrEqual(2);
  });

  test('does not remove the folder it is started in, nor the branch that is checked out elsewhere', async () => {
    await using it = await workedRepo('merged');
    const inside = await clean(it, { only: ['merged'] }, join(await it.worktree('merged'), 'src'));
    expect(inside.result.agents[0]?.inTheWay).toEqual(['this command was started inside its worktree']);
    await clean(it, { only: ['merged'], keepBranches: true });
    await it.repo.git('worktree', 'add', '--quiet', '../mine', branch('merged'));
    const elsewhere = await clean(it, { only: ['merged'] });
    expect(elsewhere.result.agents[0]?.inTheWay[0]).toMatch(/checked out at .*mine$/);
  });
});
