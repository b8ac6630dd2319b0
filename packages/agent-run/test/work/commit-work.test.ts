import { signCommits } from '@cdev/test-kit';
import { chmod, readFile, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runState, setAsideRef, snapshotRef } from '../../src/index.ts';
import { agentRepo, branch, removeAgentRepo } from './agent-repo.ts';
import { agent } from '../sound-plan.ts';

afterAll(removeAgentRepo);

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

  test('commits a submodule the agent owns and declares', async () => {
    const at = await agentRepo({ agents: [agent('auth', { owns: ['vendor/**', '.gitmodules'] })] });
    const library = join(at.repo.path, '..', 'library');
    await at.repo.git('init', '--quiet', library);
    await at.repo.git('-C', library, 'commit', '--quiet', '--allow-empty', '--message', 'one');
    await at.tree.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/lib');
    expect(await at.commit()).toMatchObject({ files: ['.gitmodules', 'vendor/lib'], left: [] });
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
});

describe('commitWork with amend', () => {
  test('puts one commit in the place of those the agent has made, and keeps their tip', async () => {
    const at = await agentRepo();
    await at.tree.commit('wip', { 'src/auth/a.ts': 'a\n' });
    const second = await at.tree.commit('more wip', { 'src/auth/b.ts': 'b\n' });
    await at.tree.write({ 'src/auth/a.ts': 'better\n' });
    const done = await at.commit({ amend: true, message: 'feat(auth): log in' });
    expect(done).toMatchObject({ isNew: true, files: ['src/auth/a.ts', 'src/auth/b.ts'], foreign: [] });
    expect(await at.repo.git('log', '--format=%s', `${at.base}..${branch}`)).toBe('feat(auth): log in');
    expect(await at.content(branch, 'src/auth/a.ts')).toBe('better');
    expect(done.setAside).toMatchObject([{ holds: 'tip', commit: second, paths: [] }]);
    expect(await at.repo.git('rev-parse', done.setAside[0]?.ref ?? '')).toBe(second);
  });

  test('changes the message alone, and then nothing more', async () => {
    const at = await agentRepo();
    await at.tree.write({ 'src/auth/a.ts': 'a\n' });
    const first = await at.commit();
    const amended = await at.commit({ amend: true, message: 'fix(auth): a\n\nBecause.' });
    expect(amended.commit).not.toBe(first.commit);
    expect(await at.repo.git('log', '-1', '--format=%B', branch)).toContain('fix(auth): a\n\nBecause.\n\nTask:');
    expect(await at.commit({ amend: true, message: 'fix(auth): a\n\nBecause.' })).toMatchObject({
      commit: amended.commit,
      isNew: false,
      setAside: [],
    });
    expect(await at.status()).toBe('');
  });

  test('is an ordinary commit where there is nothing to amend', async () => {
    const at = await agentRepo();
    await at.tree.write({ 'src/auth/a.ts': 'a\n' });
    expect(await at.commit({ amend: true })).toMatchObject({ isNew: true, setAside: [] });
  });
});

test('is signed where the repository has commits signed, and refused by a key that is not there', async () => {
  const at = await agentRepo();
  const key = await signCommits(at.repo);
  await at.repo.git('config', 'user.signingKey', `${key}.none`);
  await at.tree.write({ 'src/auth/login.ts': 'new\n' });
  await expect(at.commit()).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_SIGNED' });
  expect(await at.tree.git('rev-parse', branch)).toBe(at.base);
  await at.repo.git('config', 'user.signingKey', key);
  const { commit = '' } = await at.commit();
  expect(await at.repo.git('cat-file', 'commit', commit)).toContain('BEGIN SSH SIGNATURE');
  expect(await at.changes(at.base, branch)).toEqual(['M src/auth/login.ts']);
});
