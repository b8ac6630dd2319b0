import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { repositoryIn } from '@cdev/github-api';
import { githubRepository } from '../../src/reference/github-repository.ts';
import { openStore } from '../../src/store.ts';

const { signal } = new AbortController();

async function repositoryAt(cwd: string): Promise<string> {
  const store = await openStore({ cwd, home: cwd, signal });
  return githubRepository('#12', store, { server: 'https://github.com', signal });
}

describe('the repository of a number that stands alone', () => {
  test('is that of the remote named origin', async () => {
    await using repo = await tempRepo({ a: '' });
    await repo.git('remote', 'add', 'origin', 'git@github.com:Owner/Repo.git');
    expect(await repositoryAt(repo.path)).toBe('Owner/Repo');
  });

  test('is not guessed where there is none', async () => {
    await using folder = await tempFolder();
    await using repo = await tempRepo({ a: '' });
    const unknown = (problem: string) => ({
      code: 'CDEV_E_CACHE_ISSUE_REPOSITORY_UNKNOWN',
      message: `#12 belongs to a GitHub repository, and which one is not known here: ${problem}`,
      steps: ['Name it: owner/repository#12'],
    });
    await expect(repositoryAt(folder.path)).rejects.toMatchObject(unknown('this is no git repository'));
    await expect(repositoryAt(repo.path)).rejects.toMatchObject(unknown('the repository has no remote named origin'));
    await repo.git('remote', 'add', 'origin', 'https://gitlab.com/owner/repo.git');
    await expect(repositoryAt(repo.path)).rejects.toMatchObject(unknown('its remote origin is not on GitHub'));
  });

  test.each([
    ['https://github.com/owner/repo.git', 'owner/repo'],
    ['https://github.com/owner/repo', 'owner/repo'],
    ['https://github.com/owner/repo/', 'owner/repo'],
    ['https://user:token@github.com/owner/repo.git', 'owner/repo'],
    ['git@github.com:owner/my.repo.git', 'owner/my.repo'],
    ['ssh://git@github.com/owner/repo.git', 'owner/repo'],
    ['ssh://git@github.com:22/owner/repo.git', 'owner/repo'],
    ['git+ssh://git@GitHub.com/owner/repo.git', 'owner/repo'],
    ['https://github.com/owner', undefined],
    ['https://github.com/owner/repo/tree', undefined],
    ['https://github.com.example.org/owner/repo', undefined],
    ['../origin.git', undefined],
    ['', undefined],
  ])('is read from %p as %p', (address, repository) => expect(repositoryIn(address, 'github.com')).toBe(repository));
});
