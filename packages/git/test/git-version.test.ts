import { describe, expect, test } from '@jest/globals';
import { isAtLeast, parseVersion } from '../src/git-version.ts';
import { gitVersion, requireGit } from '../src/index.ts';

describe('the version of git', () => {
  test('is found in what the makers of git print', () => {
    expect(parseVersion('git version 2.39.5 (Apple Git-154)')).toBe('2.39.5');
    expect(parseVersion('git version 2.47.1.windows.2')).toBe('2.47.1');
  });

  test('is compared by number, not by text', () => {
    expect(isAtLeast('2.100.0', '2.39')).toBe(true);
    expect(isAtLeast('2.39', '2.39.0')).toBe(true);
    expect(isAtLeast('2.9.5', '2.39')).toBe(false);
    expect(isAtLeast('3.0', '2.39')).toBe(true);
  });

  test('of this machine is enough', async () => {
    expect(await requireGit('.')).toBe(await gitVersion('.'));
  });
});
