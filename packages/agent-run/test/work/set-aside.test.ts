import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { setAsideRef } from '../../src/index.ts';
import { agentRepo, branch, removeAgentRepo } from './agent-repo.ts';

afterAll(removeAgentRepo);

describe('commitWork', () => {
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

  test('works where untracked folders cannot be removed because something is in them', async () => {
    const at = await agentRepo();
    await at.tree.write({ 'src/auth/a.ts': 'a\n', 'other/b.txt': 'b\n', 'other/keep.log': 'ignored\n' });
    await mkdir(join(at.tree.path, 'empty'));
    await at.commit();
    expect(await readFile(join(at.tree.path, 'other/keep.log'), 'utf8')).toBe('ignored\n');
    expect(await at.status()).toBe('');
  });
});
