import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readEvents } from '../../src/index.ts';
import { agentRepo, branch, failureOf, removeAgentRepo } from './agent-repo.ts';
import { agent } from '../sound-plan.ts';

afterAll(removeAgentRepo);

describe('commitWork', () => {
  describe('refuses, and changes nothing,', () => {
    const refused = async (at: Awaited<ReturnType<typeof agentRepo>>, code: string) => {
      const before = [await at.repo.git('for-each-ref'), await at.status()];
      const error = await failureOf(at.commit());
      expect(error).toMatchObject({ code });
      expect([await at.repo.git('for-each-ref'), await at.status()]).toEqual(before);
      expect(await readEvents(at.journal.commonDir, 'plan-1')).toEqual([]);
      return error;
    };

    test('conflict markers that the base did not have', async () => {
      const at = await agentRepo();
      await at.tree.write({
        'src/auth/a.ts': 'ok\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n',
        'src/auth/title.md': 'Title\n=======\n',
      });
      expect((await refused(at, 'CDEV_E_RUN_CONFLICT_MARKERS')).message).toBe(
        'The work of auth has unresolved conflicts: src/auth/a.ts:2, src/auth/a.ts:4, src/auth/a.ts:6',
      );
    });
    test('a merge that stopped', async () => {
      const at = await agentRepo();
      await at.repo.commit('main', { 'src/auth/login.ts': 'main\n' });
      await at.tree.commit('work', { 'src/auth/login.ts': 'mine\n' });
      await failureOf(at.tree.git('merge', 'main'));
      expect((await refused(at, 'CDEV_E_RUN_OPERATION_UNFINISHED')).steps[0]).toContain('merge --abort');
    });
    test('paths left unmerged without a merge', async () => {
      const at = await agentRepo();
      await at.tree.commit('one', { 'src/auth/login.ts': 'one\n' });
      await at.tree.write({ 'src/auth/login.ts': 'two\n' });
      await at.tree.git('stash');
      await at.tree.commit('three', { 'src/auth/login.ts': 'three\n' });
      await failureOf(at.tree.git('stash', 'pop'));
      expect((await refused(at, 'CDEV_E_RUN_CONFLICT_MARKERS')).message).toContain('src/auth/login.ts (unmerged)');
    });
    test('another branch and no branch', async () => {
      const at = await agentRepo();
      await at.tree.git('switch', '--quiet', '--create', 'mine');
      expect((await refused(at, 'CDEV_E_RUN_WRONG_BRANCH')).message).toContain(
        `is on mine, but the agent's branch is ${branch}`,
      );
      await at.tree.git('switch', '--quiet', '--detach');
      expect((await refused(at, 'CDEV_E_RUN_WRONG_BRANCH')).message).toContain('is on no branch');
    });
    test('a repository within the work, untracked or added', async () => {
      const at = await agentRepo();
      await at.tree.write({ 'src/auth/app/a.ts': 'x\n' });
      await at.tree.git('init', '--quiet', 'src/auth/app');
      expect((await refused(at, 'CDEV_E_RUN_NESTED_REPOSITORY')).message).toContain('src/auth/app');
      await at.tree.git('-C', 'src/auth/app', 'add', '.');
      await at.tree.git('-C', 'src/auth/app', 'commit', '--quiet', '--message', 'x');
      await at.tree.git('-c', 'advice.addEmbeddedRepo=false', 'add', 'src/auth/app');
      await refused(at, 'CDEV_E_RUN_NESTED_REPOSITORY');
    });
    test('work that stands where a foreign file stands', async () => {
      const at = await agentRepo({ agents: [agent('auth', { owns: ['README.md/**', 'src/auth/**'] })] });
      await rm(join(at.tree.path, 'README.md'));
      await at.tree.write({ 'README.md/a.md': 'x\n' });
      const owner = { ...at.plan, agents: [agent('auth', { owns: ['README.md/*', 'src/auth/**'] })] };
      expect(await failureOf(at.commit({ plan: owner }))).toMatchObject({
        code: 'CDEV_E_RUN_PATHS_COLLIDE',
        message: expect.stringContaining('README.md'),
      });
    });
    test('an index that somebody has locked; what a killed git has left locked is no reason', async () => {
      const at = await agentRepo();
      const lock = join(await at.tree.git('rev-parse', '--absolute-git-dir'), 'index.lock');
      const ofBranch = join(await at.repo.git('rev-parse', '--absolute-git-dir'), 'refs/heads', `${branch}.lock`);
      await writeFile(ofBranch, '');
      await at.tree.write({ 'src/auth/a.ts': 'a\n' });
      const held = await open(lock, 'w');
      const error = await failureOf(at.commit());
      expect(error).toMatchObject({ code: 'CDEV_E_RUN_INDEX_LOCKED' });
      expect(error.steps[1]).toContain(`rm '${lock}'`);
      await held.close();
      if (process.platform !== 'linux') await Promise.all([rm(lock), rm(ofBranch)]);
      expect(await at.commit()).toMatchObject({ isNew: true });
    });
    test('what an inspection refuses, and passes its warnings on', async () => {
      const at = await agentRepo();
      await at.tree.write({ 'src/auth/a.ts': 'secret\n', 'README.md': 'x\n' });
      const seen: string[] = [];
      const error = await failureOf(
        at.commit({
          inspect: (changes, work) => {
            seen.push(...changes.map(({ path, kind, mode }) => `${kind} ${mode} ${path}`), work.tip);
            return [{ severity: 'error', path: 'src/auth/a.ts', line: 1, message: 'a secret' }];
          },
        }),
      );
      expect(error).toMatchObject({
        code: 'CDEV_E_RUN_WORK_REFUSED',
        message: 'The work of auth is not committed:\n  src/auth/a.ts:1: a secret',
      });
      expect(seen).toEqual(['added 100644 src/auth/a.ts', at.base]);
      expect(await at.repo.git('for-each-ref', 'refs/cdev')).toBe('');
      const warning = { severity: 'warning', path: 'src/auth/a.ts', message: 'odd' } as const;
      expect(await at.commit({ inspect: () => Promise.resolve([warning]) })).toMatchObject({
        isNew: true,
        warnings: [warning],
      });
    });
    test('an agent that the plan does not have, and a base that is not known', async () => {
      const at = await agentRepo();
      expect(await failureOf(at.commit({ agentId: 'ghost' }))).toMatchObject({ code: 'CDEV_E_PLAN_AGENT_UNKNOWN' });
      expect(await failureOf(at.commit({ plan: { ...at.plan, base: { branch: '', commit: '' } } }))).toMatchObject({
        code: 'CDEV_E_RUN_BASE_UNKNOWN',
      });
      expect(await failureOf(at.commit({ base: 'f'.repeat(40) }))).toMatchObject({
        code: 'CDEV_E_GIT_UNKNOWN_REVISION',
      });
    });
  });

  test('passes markers that the base has always had', async () => {
    const at = await agentRepo();
    const markers = '<<<<<<< a\n=======\n>>>>>>> b\n';
    const base = await at.tree.commit('a fixture', { 'src/auth/fixture.txt': markers });
    await at.tree.write({ 'src/auth/fixture.txt': `${markers}and more\n` });
    expect(await at.commit({ base })).toMatchObject({ isNew: true });
    await at.tree.write({ 'src/auth/fixture.txt': `${markers}${markers}` });
    expect(await failureOf(at.commit({ base }))).toMatchObject({ code: 'CDEV_E_RUN_CONFLICT_MARKERS' });
  });
});
