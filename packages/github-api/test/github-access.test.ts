import { describe, expect, test } from '@jest/globals';
import { githubAccess, repositoryIn } from '@cdev/github-api';

describe('githubAccess', () => {
  test.each([
    [{}, 'https://api.github.com'],
    [{ GITHUB_API_URL: ' ' }, 'https://api.github.com'],
    [{ GITHUB_API_URL: 'https://git.example.org/api/v3/' }, 'https://git.example.org/api/v3'],
    [{ GITHUB_SERVER_URL: 'https://git.example.org' }, 'https://git.example.org/api/v3'],
    [{ GITHUB_SERVER_URL: 'https://github.com' }, 'https://api.github.com'],
    [{ GITHUB_SERVER_URL: 'https://acme.ghe.com' }, 'https://api.acme.ghe.com'],
    [{ GITHUB_API_URL: 'http://[::1]:8080' }, 'http://[::1]:8080'],
  ])('%j is asked at %s', (env, url) => expect(githubAccess(env)).toEqual({ url }));

  test.each([
    ['not an address', 'it is no address'],
    ['file:///etc/passwd', 'it does not begin with https://'],
    ['http://api.github.com', 'without https the key could be read on the way'],
    ['http://127.0.0.1.example.org/', 'without https the key could be read on the way'],
    ['https://me:secret@example.org', 'a name or password cannot be in it'],
  ])('%s cannot be asked', (address, problem) =>
    expect(() => githubAccess({ GITHUB_API_URL: address })).toThrow(
      expect.objectContaining({
        code: 'CDEV_E_GITHUB_ADDRESS_INVALID',
        message: `The address in GITHUB_API_URL cannot be used: ${problem}`,
      }),
    ),
  );

  test('takes the first token that there is; one that cannot be a token is not shown', () => {
    expect(githubAccess({ GITHUB_TOKEN: ' ', GH_TOKEN: ' key\n' })).toMatchObject({
      token: 'key',
      tokenFrom: 'GH_TOKEN',
    });
    for (const value of ['two words', 'a\nb', 'schlüssel'])
      expect(() => githubAccess({ GITHUB_TOKEN: value })).toThrow(
        expect.objectContaining({ code: 'CDEV_E_GITHUB_TOKEN_UNUSABLE', message: expect.not.stringContaining(value) }),
      );
  });
});

test.each([
  ['https://github.com/acme/app.git', 'acme/app'],
  ['git@GitHub.com:acme/app.git', 'acme/app'],
  ['ssh://git@github.com:22/acme/app', 'acme/app'],
  ['git+https://user@github.com/acme/app/', 'acme/app'],
  ['https://gitlab.com/acme/app', undefined],
  ['https://github.com/acme/app/more', undefined],
  ['/srv/app.git', undefined],
])('the repository in %s is %s', (address, repository) => expect(repositoryIn(address, 'github.com')).toBe(repository));
