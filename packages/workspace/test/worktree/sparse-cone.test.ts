import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { conePatterns } from '../../src/worktree/sparse-cone.ts';

describe('conePatterns', () => {
  const cases = [['src'], ['src/a', 'src/b', 'docs'], ['a/b/c', 'a', 'a/b/c/d'], ['a b/[x]/*'], ['ñ/ö', 'ñ'], []];

  test.each(cases.map((folders) => [folders.join(' and '), folders] as const))(
    'of %s are those that git writes',
    async (_, folders) => {
      await using repo = await tempRepo({ top: 't\n' });
      await repo.git('sparse-checkout', 'set', '--cone', '--skip-checks', ...folders);
      expect(conePatterns(folders)).toBe(await readFile(join(repo.path, '.git', 'info', 'sparse-checkout'), 'utf8'));
    },
  );

  test('take the top for everything', () => {
    expect(conePatterns(['src', '.'])).toBe('/*\n');
  });

  test('do not mind slashes at either end', () => {
    expect(conePatterns(['/a/b/'])).toBe(conePatterns(['a/b']));
  });
});
