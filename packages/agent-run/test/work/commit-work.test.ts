import { chmod, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readEvents, runState, setAsideRef, snapshotRef } from '../../src/index.ts';
import { agentRepo, branch, failureOf, removeAgentRepo } from './agent-repo.ts';

afterAll(removeAgentRepo);
import { agent } from '../sound-plan.ts';

describe('commitWork', () => {
  test('commits owned and shared work with message, trailers and events, and leaves the worktree clean', async () => {
    const at = await agentRepo();
    await at.tree.write({
      'src/auth/login.ts': 'changed\n',
      'src/auth/new file ä.ts': 'new\n',
      'package.json': '{ "name": "shop", "x": 1 }\n',
    });
    const done = await at.commit();
    expect(done).toMatchObject({
      branch,
      base: at.base,
      isNew: true,
      complete: true,
      files: ['package.json', 'src/auth/login.ts', 'src/auth/new file ä.ts'],
      foreign: [],
      setAside: [],
      left: [],
    });
    expect(done.commit).toBe(await at.repo.git('rev-parse', branch));
    expect(await at.repo.git('log', '-1', '--format=%B%an <%ae>%n%P', branch)).toBe(
      `feat(auth): Log in\n\nTask: ENG-1\nAgent: auth\nPlan: plan-1\nA <a@b>\n${at.base}`,
    );
    expect(await at.status()).toBe('');
    const events = await at.journal.read();
    expect(events.map(({ type }) => type)).toEqual(['snapshot-taken', 'committed']);
    expect(events[1]).toMatchObject({ agent: 'auth', commit: done.commit, files: 3, complete: true });
    expect(done.snapshot).toEqual({
      ref: snapshotRef('plan-1', 'auth', 1),
      commit: await at.repo.git('rev-parse', snapshotRef('plan-1', 'auth', 1)),
    });
  });

  test('called again does nothing more', async () => {
    const at = await agentRepo();
    await at.tree.write({ 'src/auth/login.ts': 'changed\n', 'src/cart/cart.ts': 'foreign\n' });
    const first = await at.commit();
    const refs = await at.repo.git('for-each-ref');
    const events = await at.journal.read();
    const second = await at.commit();
    expect(second).toMatchObject({
      commit: first.commit,
      isNew: false,
      files: first.files,
      foreign: [],
      setAside: [],
    });
    expect(await at.repo.git('for-each-ref')).toBe(refs);
    expect(await at.journal.read()).toHaveLength(events.length);
  });

  test('with nothing done commits nothing', async () => {
    const at = await agentRepo();
    const done = await at.commit();
    expect(done).toMatchObject({ isNew: false, files: [] });
    expect(done).not.toHaveProperty('commit');
    expect(await at.journal.read()).toEqual([]);
    expect(await at.repo.git('rev-parse', branch)).toBe(at.base);
  });

  test('keeps the agent’s own commits when they are clean, and adds what is not committed on top', async () => {
    const at = await agentRepo();
    const own = await at.tree.commit('wip', { 'src/auth/a.ts': 'a\n' });
    expect(await at.commit()).toMatchObject({ commit: own, isNew: false, files: ['src/auth/a.ts'], setAside: [] });
    await at.tree.write({ 'src/auth/b.ts': 'b\n' });
    const done = await at.commit();
    expect(done).toMatchObject({ isNew: true, files: ['src/auth/a.ts', 'src/auth/b.ts'] });
    expect(await at.repo.git('rev-parse', `${done.commit}^`)).toBe(own);
    expect(runState(await at.journal.read()).agents.get('auth')).toMatchObject({
      status: 'committed',
      commit: done.commit,
      files: 2,
    });
  });

  test('keeps commits that changed a foreign path and took it back', async () => {
    const at = await agentRepo();
    await at.tree.commit('oops', { 'README.md': 'x\n', 'src/auth/a.ts': 'a\n' });
    const own = await at.tree.commit('back', { 'README.md': '# Shop\n' });
    expect(await at.commit()).toMatchObject({ commit: own, isNew: false, files: ['src/auth/a.ts'], setAside: [] });
  });

  describe('with foreign changes', () => {
    test('in the worktree sets them aside on a ref, takes them out and names their owners', async () => {
      const at = await agentRepo();
      await at.tree.write({ 'src/auth/a.ts': 'a\n', 'src/cart/cart.ts': 'foreign\n', 'notes for me.txt': 'n\n' });
      await rm(join(at.tree.path, 'README.md'));
      const done = await at.commit();
      expect(
        done.foreign.map(
          ({ path, kind, owner }) => `${kind} ${path} ${owner.kind === 'agent' ? owner.agent.id : owner.kind}`,
        ),
      ).toEqual(['deleted README.md nobody', 'added notes for me.txt nobody', 'modified src/cart/cart.ts cart']);
      expect(await at.changes(at.base, branch)).toEqual(['A src/auth/a.ts']);
      const ref = setAsideRef('plan-1', 'auth', 1);
      expect(done.setAside).toEqual([
        {
          ref,
          commit: await at.repo.git('rev-parse', ref),
          holds: 'changes',
          paths: ['README.md', 'notes for me.txt', 'src/cart/cart.ts'],
        },
      ]);
      expect(await at.repo.git('rev-parse', `${ref}^`)).toBe(at.base);
      expect(await at.changes(at.base, ref)).toEqual(['D README.md', 'A notes for me.txt', 'M src/cart/cart.ts']);
      expect(await at.status()).toBe('');
      expect(await readFile(join(at.tree.path, 'src/cart/cart.ts'), 'utf8')).toBe('export const cart = 1;\n');
      expect(await at.journal.read()).toContainEqual(
        expect.objectContaining({ type: 'set-aside', ref, holds: 'changes' }),
      );
    });

    test('alone sets them aside and commits nothing', async () => {
      const at = await agentRepo();
      await at.tree.write({ 'README.md': 'mine now\n' });
      const done = await at.commit();
      expect(done).toMatchObject({ isNew: false, files: [], setAside: [{ holds: 'changes' }] });
      expect(done).not.toHaveProperty('commit');
      expect(await at.repo.git('rev-parse', branch)).toBe(at.base);
      expect(await at.status()).toBe('');
    });

    test('in its commits puts the old tip aside and one commit of the allowed part in its place', async () => {
      const at = await agentRepo();
      const old = await at.tree.commit('mixed', {
        'src/auth/a.ts': 'a\n',
        'src/cart/new.ts': 'foreign\n',
        'src/auth/login.ts': 'l2\n',
      });
      await at.tree.write({ 'src/auth/b.ts': 'b\n', 'src/cart/cart.ts': 'foreign, not committed\n' });
      const done = await at.commit();
      expect(await at.changes(at.base, branch)).toEqual(['A src/auth/a.ts', 'A src/auth/b.ts', 'M src/auth/login.ts']);
      expect(await at.repo.git('rev-parse', `${done.commit}^`)).toBe(at.base);
      expect(done.setAside.map(({ holds, paths }) => [holds, paths])).toEqual([
        ['changes', ['src/cart/cart.ts', 'src/cart/new.ts']],
        ['tip', ['src/cart/new.ts']],
      ]);
      expect(await at.repo.git('rev-parse', setAsideRef('plan-1', 'auth', 2))).toBe(old);
      expect(await at.content(setAsideRef('plan-1', 'auth', 1), 'src/cart/cart.ts')).toBe('foreign, not committed');
      expect(await at.status()).toBe('');
    });

    test('committed and then taken back in the worktree only still gives a clean range', async () => {
      const at = await agentRepo();
      await at.tree.commit('mixed', { 'src/auth/a.ts': 'a\n', 'README.md': 'x\n' });
      await at.tree.write({ 'README.md': '# Shop\n' });
      const done = await at.commit();
      expect(await at.changes(at.base, branch)).toEqual(['A src/auth/a.ts']);
      expect(done.setAside.map(({ holds }) => holds)).toEqual(['tip']);
      expect(await at.status()).toBe('');
    });

    test('brought in by a merge of the target loses none of the agent’s work', async () => {
      const at = await agentRepo();
      await at.repo.commit('main goes on', { 'src/cart/cart.ts': 'main\n', 'src/auth/other.ts': 'from main\n' });
      await at.tree.commit('work', { 'src/auth/a.ts': 'a\n' });
      await at.tree.git('merge', '--no-edit', '--quiet', 'main');
      await at.commit();
      expect(await at.changes(at.base, branch)).toEqual(['A src/auth/a.ts', 'A src/auth/other.ts']);
      expect(await at.repo.git('rev-parse', `${branch}^`)).toBe(at.base);
    });

    test('of a branch that was taken off its base are put right on top of the base', async () => {
      const at = await agentRepo();
      await at.tree.git('commit', '--quiet', '--amend', '--allow-empty', '--message', 'another beginning');
      const old = await at.tree.commit('work', { 'src/auth/a.ts': 'a\n' });
      const done = await at.commit();
      expect(await at.repo.git('rev-parse', `${done.commit}^`)).toBe(at.base);
      expect(done.setAside).toMatchObject([{ holds: 'tip', commit: old }]);
      expect(await at.changes(at.base, branch)).toEqual(['A src/auth/a.ts']);
    });

    test('staged and changed again loses neither version', async () => {
      const at = await agentRepo();
      await at.tree.write({ 'src/auth/a.ts': 'staged\n', 'README.md': 'staged foreign\n' });
      await at.tree.git('add', '--all');
      await at.tree.write({ 'src/auth/a.ts': 'later\n', 'README.md': 'later foreign\n' });
      const done = await at.commit();
      expect(await at.content(branch, 'src/auth/a.ts')).toBe('later');
      const { snapshot } = done;
      expect(await at.content(`${snapshot?.commit}^2`, 'src/auth/a.ts')).toBe('staged');
      expect(await at.content(`${snapshot?.commit}^2`, 'README.md')).toBe('staged foreign');
    });
  });

  test('goes by the paths that the plan shares with the agent, and by the agent they are shared with', async () => {
    const at = await agentRepo();
    const plan = {
      ...at.plan,
      shared: [{ path: 'package.json', rule: 'json', agents: ['cart'], reason: '' } as const],
    };
    await at.tree.write({ 'package.json': '{}\n', 'src/auth/a.ts': 'a\n' });
    const done = await at.commit({ plan });
    expect(done.files).toEqual(['src/auth/a.ts']);
    expect(done.foreign).toMatchObject([{ path: 'package.json', owner: { kind: 'shared' } }]);
  });

  test('takes deleted, renamed, executable and linked files for what they are', async () => {
    const at = await agentRepo({
      agents: [agent('auth', { owns: ['src/auth/**', 'src/gone.ts'] }), agent('cart')],
    });
    await at.tree.git('mv', 'src/auth/login.ts', 'src/auth/sign in.ts');
    await rename(join(at.tree.path, 'src/cart/cart.ts'), join(at.tree.path, 'src/auth/taken.ts'));
    await at.tree.write({ 'src/auth/run.sh': '#!/bin/sh\n' });
    await chmod(join(at.tree.path, 'src/auth/run.sh'), 0o755);
    await symlink('../cart/cart.ts', join(at.tree.path, 'src/auth/link'));
    const done = await at.commit();
    expect(await at.changes(at.base, branch)).toEqual([
      'A src/auth/link',
      'D src/auth/login.ts',
      'A src/auth/run.sh',
      'A src/auth/sign in.ts',
      'A src/auth/taken.ts',
    ]);
    expect(done.foreign).toMatchObject([
      { path: 'src/cart/cart.ts', kind: 'deleted', owner: { kind: 'agent', agent: { id: 'cart' } } },
    ]);
    expect(await at.repo.git('ls-tree', branch, 'src/auth/link', 'src/auth/run.sh')).toMatch(/^120000 .*\n100755 /);
    expect(await readFile(join(at.tree.path, 'src/cart/cart.ts'), 'utf8')).toBe('export const cart = 1;\n');
  });

  test('knows paths with spaces, quotes, line feeds and letters of all scripts', async () => {
    const at = await agentRepo();
    const names = [
      'src/auth/ leading',
      'src/auth/a"b',
      'src/auth/two\nlines',
      'src/auth/日本',
      'src/auth/-dash',
      'src/auth/[id].ts',
      'src/auth/*star',
      'src/auth/:colon',
      'src/auth/back\\slash',
    ];
    await at.tree.write(Object.fromEntries([...names, 'out\nside'].map((name) => [name, 'x\n'])));
    const done = await at.commit();
    expect(done.files).toEqual(names.toSorted());
    expect(done.foreign.map(({ path }) => path)).toEqual(['out\nside']);
    expect(await at.status()).toBe('');
    expect(await at.changes(at.base, setAsideRef('plan-1', 'auth', 1))).toEqual(['A out\nside']);
  });

  test('takes promised files in although they are ignored, and names other ignored files it owns', async () => {
    const at = await agentRepo({
      agents: [
        agent('auth', { owns: ['src/auth/**', 'dist/**'], creates: ['dist/auth/index.js', 'src/auth/none.ts'] }),
      ],
    });
    await at.tree.write({ 'dist/auth/index.js': 'built\n', 'dist/other.js': 'x\n', 'src/auth/debug.log': 'x\n' });
    const done = await at.commit();
    expect(done.files).toEqual(['dist/auth/index.js']);
    expect(done.missing).toEqual(['src/auth/none.ts']);
    expect(done.ignored).toEqual(['dist/', 'src/auth/debug.log']);
    expect(await readFile(join(at.tree.path, 'dist/other.js'), 'utf8')).toBe('x\n');
  });

  test('leaves the run’s own folder alone, even where git does not know that it is to', async () => {
    const at = await agentRepo();
    await at.tree.write({ '.cdev/context.yaml': 'x\n', 'src/auth/a.ts': 'a\n' });
    expect(await at.commit()).toMatchObject({ files: ['src/auth/a.ts'], foreign: [] });
    expect(await at.status()).toBe('?? .cdev/context.yaml');
    await at.tree.commit('all of it');
    const done = await at.commit();
    expect(done.setAside).toMatchObject([{ holds: 'tip', paths: ['.cdev/context.yaml'] }]);
    expect(await at.changes(at.base, branch)).toEqual(['A src/auth/a.ts']);
    expect(await readFile(join(at.tree.path, '.cdev/context.yaml'), 'utf8')).toBe('x\n');
  });

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
    test('an index that a killed git left locked', async () => {
      const at = await agentRepo();
      const gitDir = await at.tree.git('rev-parse', '--absolute-git-dir');
      await writeFile(join(gitDir, 'index.lock'), '');
      await at.tree.write({ 'src/auth/a.ts': 'a\n' });
      const error = await failureOf(at.commit());
      expect(error).toMatchObject({ code: 'CDEV_E_RUN_INDEX_LOCKED' });
      expect(error.steps[1]).toContain(`rm '${join(gitDir, 'index.lock')}'`);
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

  test('leaves foreign submodules and repositories in the worktree and says so', async () => {
    const at = await agentRepo();
    const library = join(at.repo.path, '..', 'library');
    await at.repo.git('init', '--quiet', library);
    await at.repo.git('-C', library, 'commit', '--quiet', '--allow-empty', '--message', 'one');
    await at.tree.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/lib');
    const base = await at.tree.commit('with a submodule');
    await at.tree.git('-C', 'vendor/lib', 'commit', '--quiet', '--allow-empty', '--message', 'two');
    await at.tree.write({ 'src/auth/a.ts': 'a\n', 'tools/own/x': 'x\n' });
    await at.tree.git('init', '--quiet', 'tools/own');
    const done = await at.commit({ base });
    expect(done).toMatchObject({
      files: ['src/auth/a.ts'],
      left: ['tools/own', 'vendor/lib'],
      setAside: [{ paths: ['vendor/lib'] }],
    });
    expect(await readFile(join(at.tree.path, 'tools/own/x'), 'utf8')).toBe('x\n');
    expect(await at.commit({ base })).toMatchObject({ commit: done.commit, isNew: false });
    expect(await at.repo.git('for-each-ref', '--format=%(refname)', setAsideRef('plan-1', 'auth'))).toBe(
      setAsideRef('plan-1', 'auth', 1),
    );
  });

  test('commits a submodule the agent owns and declares', async () => {
    const at = await agentRepo({ agents: [agent('auth', { owns: ['vendor/**', '.gitmodules'] })] });
    const library = join(at.repo.path, '..', 'library');
    await at.repo.git('init', '--quiet', library);
    await at.repo.git('-C', library, 'commit', '--quiet', '--allow-empty', '--message', 'one');
    await at.tree.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/lib');
    expect(await at.commit()).toMatchObject({ files: ['.gitmodules', 'vendor/lib'], left: [] });
    expect(await at.status()).toBe('');
  });

  test('does not write over a file that the agent untracked and git ignores', async () => {
    const at = await agentRepo();
    await at.tree.git('rm', '--quiet', '--cached', 'README.md');
    await at.tree.write({
      '.gitignore': 'README.md\n',
      'README.md': 'written after it was untracked\n',
      'src/auth/a.ts': 'a\n',
    });
    const done = await at.commit();
    expect(done.left).toEqual(['README.md']);
    expect(await readFile(join(at.tree.path, 'README.md'), 'utf8')).toBe('written after it was untracked\n');
    expect(await at.changes(at.base, branch)).toEqual(['A src/auth/a.ts']);
    const next = await at.commit();
    expect(next.setAside).toMatchObject([{ paths: ['README.md'] }]);
    expect(await at.content(next.setAside[0]?.ref ?? '', 'README.md')).toBe('written after it was untracked');
    expect(await at.status()).toBe('');
  });

  test('a dry run says what would be done and does nothing', async () => {
    const at = await agentRepo();
    await at.tree.write({ 'src/auth/a.ts': 'a\n', 'README.md': 'x\n' });
    const before = [await at.repo.git('for-each-ref'), await at.status()];
    const dry = await at.commit({ dryRun: true });
    expect(dry).toMatchObject({
      dryRun: true,
      isNew: true,
      files: ['src/auth/a.ts'],
      foreign: [{ path: 'README.md' }],
      setAside: [],
      message: expect.stringContaining('feat(auth)'),
    });
    expect(dry).not.toHaveProperty('commit');
    expect([await at.repo.git('for-each-ref'), await at.status()]).toEqual(before);
    expect(await at.journal.read()).toEqual([]);
  });

  test('partial work is recorded as such, and as complete once it is', async () => {
    const at = await agentRepo();
    await at.tree.write({ 'src/auth/a.ts': 'a\n' });
    const part = await at.commit({ partial: true });
    expect(part.complete).toBe(false);
    expect(runState(await at.journal.read()).agents.get('auth')).toMatchObject({
      commit: part.commit,
      complete: false,
    });
    expect(await at.commit()).toMatchObject({ commit: part.commit, isNew: false, complete: true });
    expect(runState(await at.journal.read()).agents.get('auth')).toMatchObject({ status: 'committed', complete: true });
  });

  test('starts from the merge of its dependencies when the journal tells of one', async () => {
    const at = await agentRepo();
    const merged = await at.tree.commit('work of cart', { 'src/cart/cart.ts': 'done\n' });
    await at.journal.append({ type: 'dependencies-merged', agent: 'auth', commit: merged, from: ['cart'] });
    await at.tree.write({ 'src/auth/a.ts': 'a\n' });
    const done = await at.commit();
    expect(done).toMatchObject({ base: merged, files: ['src/auth/a.ts'], foreign: [] });
    expect(await at.content(branch, 'src/cart/cart.ts')).toBe('done');
  });

  test('two calls at once make one commit', async () => {
    const at = await agentRepo();
    await at.tree.write({ 'src/auth/a.ts': 'a\n', 'README.md': 'x\n' });
    const [one, other] = await Promise.all([at.commit(), at.commit()]);
    expect(one.commit).toBe(other.commit);
    expect([one, other].filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await at.repo.git('rev-list', '--count', `${at.base}..${branch}`)).toBe('1');
  });

  test('works where untracked folders cannot be removed because something is in them', async () => {
    const at = await agentRepo();
    await at.tree.write({ 'src/auth/a.ts': 'a\n', 'other/b.txt': 'b\n', 'other/keep.log': 'ignored\n' });
    await mkdir(join(at.tree.path, 'empty'));
    await at.commit();
    expect(await readFile(join(at.tree.path, 'other/keep.log'), 'utf8')).toBe('ignored\n');
    expect(await at.status()).toBe('');
  });
});
