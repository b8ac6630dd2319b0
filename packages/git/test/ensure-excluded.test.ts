import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { ensureExcluded, status } from '../src/index.ts';

describe('ensureExcluded', () => {
  test('hides the pattern in all worktrees, once, and keeps what the user has there', async () => {
    await using repo = await tempRepo({}, { worktrees: ['side'] });
    const commonDir = join(repo.path, '.git');
    const file = join(commonDir, 'info', 'exclude');
    await repo.write({ '.git/info/exclude': '# mine\n*.bak' });
    expect(await ensureExcluded(commonDir, '/.cdev/')).toBe(true);
    expect(await ensureExcluded(commonDir, '/.cdev/')).toBe(false);
    expect(await readFile(file, 'utf8')).toBe('# mine\n*.bak\n/.cdev/\n');
    const side = repo.worktrees['side'];
    await side?.write({ '.cdev/context.yaml': 'x\n', 'a.bak': 'x\n' });
    expect(await status(side?.path ?? '')).toEqual([]);
  });

  test('makes the file when a template left it out', async () => {
    await using repo = await tempRepo();
    const commonDir = join(repo.path, '.git');
    await rm(join(commonDir, 'info'), { recursive: true, force: true });
    expect(await ensureExcluded(commonDir, 'x')).toBe(true);
    expect(await readFile(join(commonDir, 'info', 'exclude'), 'utf8')).toBe('x\n');
  });

  test('loses no line when several add one at the same time', async () => {
    await using repo = await tempRepo();
    const commonDir = join(repo.path, '.git');
    await repo.write({ '.git/info/exclude': '' });
    const patterns = Array.from({ length: 6 }, (_, at) => `pattern-${at}`);
    await Promise.all(patterns.map((pattern) => ensureExcluded(commonDir, pattern)));
    const lines = (await readFile(join(commonDir, 'info', 'exclude'), 'utf8')).trimEnd().split('\n');
    expect(lines.sort()).toEqual(patterns);
  });
});
