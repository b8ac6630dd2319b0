import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';

describe('tempRepo', () => {
  test('makes a repository of one commit on main from an object literal', async () => {
    await using repo = await tempRepo({ 'src/ä b.ts': 'export {};\n', 'image.bin': Buffer.from([0, 255, 10]) });
    expect(await repo.git('log', '--format=%s %an <%ae> %aI', '--all')).toBe(
      'Begin Ada Tester <ada@example.org> 2026-01-01T00:01:00+00:00',
    );
    expect(await repo.git('branch', '--show-current')).toBe('main');
    expect(await repo.git('status', '--porcelain')).toBe('');
    expect(await readFile(join(repo.path, 'image.bin'))).toEqual(Buffer.from([0, 255, 10]));
  });

  test('gives the same commit ids for the same calls', async () => {
    await using one = await tempRepo({ a: '1' });
    await using two = await tempRepo({ a: '1' });
    expect(await one.commit('Change', { a: '2' })).toBe(await two.commit('Change', { a: '2' }));
  });

  test('makes branches on top of the first commit and leaves main checked out', async () => {
    await using repo = await tempRepo({ a: '1' }, { branches: { 'agent/one': { b: '1' }, 'agent/two': { a: '2' } } });
    expect(await repo.git('diff', '--name-only', 'main', 'agent/one')).toBe('b');
    expect(await repo.git('diff', '--name-only', 'main', 'agent/two')).toBe('a');
    expect(await repo.git('worktree', 'list')).not.toContain('branch-in-the-making');
    expect(await repo.git('status', '--porcelain', '--branch')).toBe('## main');
  });

  test('makes linked worktrees in which commits land on their branch', async () => {
    await using repo = await tempRepo({ a: '1' }, { branches: { one: { b: '1' } }, worktrees: ['one', 'agent/new'] });
    const { one } = repo.worktrees;
    const id = await one?.commit('More', { c: '1' });
    expect(await repo.git('rev-parse', 'one')).toBe(id);
    expect(await one?.git('rev-parse', '--git-common-dir')).toBe(join(repo.path, '.git'));
    expect(await repo.worktrees['agent/new']?.git('branch', '--show-current')).toBe('agent/new');
  });

  test('makes a bare remote that has every branch', async () => {
    await using repo = await tempRepo({ a: '1' }, { branches: { one: { b: '1' } }, origin: true });
    expect(await repo.git('ls-remote', '--heads', 'origin')).toMatch(/main[\s\S]*one|one[\s\S]*main/);
    expect(await repo.git('rev-parse', 'origin/one')).toBe(await repo.git('rev-parse', 'one'));
  });

  test('makes a bare repository that takes worktrees', async () => {
    await using repo = await tempRepo({ a: '1' }, { bare: true, worktrees: ['main'] });
    expect(await repo.git('rev-parse', '--is-bare-repository')).toBe('true');
    expect(existsSync(join(repo.path, 'a'))).toBe(false);
    expect(existsSync(join(repo.worktrees['main']?.path ?? '', 'a'))).toBe(true);
  });

  test('sees nothing of the git configuration of the machine', async () => {
    await using repo = await tempRepo();
    const origins = await repo.git('config', '--list', '--show-scope', '--name-only');
    expect(origins).not.toContain('system');
    expect(await repo.git('config', 'user.email')).toBe('ada@example.org');
  });

  test('says what git said when git fails, and is gone at the end of the block', async () => {
    let path = '';
    {
      await using repo = await tempRepo();
      path = repo.path;
      await expect(repo.git('checkout', 'nowhere')).rejects.toThrow('nowhere');
    }
    expect(existsSync(path)).toBe(false);
  });
});
