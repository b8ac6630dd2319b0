import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { enableWorktreeConfiguration } from '../src/index.ts';

describe('enableWorktreeConfiguration', () => {
  test('lets a worktree have a setting of its own', async () => {
    await using repo = await tempRepo({}, { worktrees: ['side'] });
    const side = repo.worktrees['side'];
    await Promise.all(Array.from({ length: 4 }, () => enableWorktreeConfiguration(join(repo.path, '.git'))));
    await side?.git('config', '--worktree', 'cdev.test', 'here');
    expect(await side?.git('config', 'cdev.test')).toBe('here');
    await expect(repo.git('config', 'cdev.test')).rejects.toThrow('exit code 1');
  });

  test('of a bare repository leaves it bare and its worktrees not', async () => {
    await using repo = await tempRepo({}, { worktrees: ['side'] });
    const common = join(repo.path, '.git');
    await repo.git('config', '--file', join(common, 'config'), 'core.bare', 'true');
    await enableWorktreeConfiguration(common);
    await enableWorktreeConfiguration(common);
    expect(await repo.git('--git-dir', common, 'rev-parse', '--is-bare-repository')).toBe('true');
    expect(await repo.worktrees['side']?.git('rev-parse', '--is-inside-work-tree')).toBe('true');
  });
});
