import { describe, expect, test } from '@jest/globals';
import { comparable, gitAddress } from '../../src/rules/git/repository-address.ts';

describe('addresses of repositories', () => {
  test.each([
    ['git+https://github.com/owner/name.git', 'github.com/owner/name'],
    ['https://github.com/owner/name', 'github.com/owner/name'],
    ['git@github.com:owner/name.git', 'github.com/owner/name'],
    ['ssh://git@GitHub.com:22/owner/name.git', 'github.com/owner/name'],
    ['github:owner/name', 'github.com/owner/name'],
    ['owner/name', 'github.com/owner/name'],
    ['gitlab:Group/name', 'gitlab.com/Group/name'],
    ['https://token@github.com/Owner/Name.git', 'github.com/Owner/Name'],
  ])('%s is %s', (url, expected) => {
    expect(comparable(url)).toBe(expected);
  });

  test('a remote becomes what npm wants, without a credential; a path on this machine becomes nothing', () => {
    expect(gitAddress('https://user:secret@github.com/owner/name')).toBe('git+https://github.com/owner/name.git');
    expect(gitAddress('/srv/git/name.git')).toBeUndefined();
  });
});
