import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fakeGithub, fakeGithubToken, fakeLinear, tempFolder, testContext } from '@cdev/test-kit';
import { health } from '../src/index.ts';

async function checks(env: Readonly<Record<string, string>>, home?: string): Promise<string[]> {
  await using folder = await tempFolder();
  const results = await health(testContext({ cwd: folder.path, home: home ?? folder.path, env }));
  return results.map(({ title, status, detail, fix }) => {
    const text = detail.replace(home ?? folder.path, '<home>').replaceAll('\\', '/');
    return [title, status, text, ...(fix === undefined ? [] : [fix])].join(' · ');
  });
}

describe('health', () => {
  test('is well when the cache can be written and the services know the keys', async () => {
    await using linear = await fakeLinear();
    await using github = await fakeGithub();
    expect(await checks({ ...linear.env, ...github.env, GITHUB_TOKEN: fakeGithubToken })).toEqual([
      'cache · ok · <home>/issues',
      'Linear · ok · answers and knows the key',
      'GitHub · ok · answers and knows the token',
    ]);
  });

  test('does not claim what it cannot look at', async () => {
    expect(await checks({})).toEqual([
      'cache · ok · <home>/issues',
      'Linear · not-run · LINEAR_API_KEY is not set · set LINEAR_API_KEY if you use Linear',
      'GitHub · not-run · GITHUB_TOKEN is not set · set GITHUB_TOKEN for private repositories and more requests',
    ]);
  });

  test('fails with the step to take', async () => {
    await using linear = await fakeLinear();
    await using folder = await tempFolder();
    const home = join(folder.path, 'a file');
    await writeFile(home, '');
    const env = { ...linear.env, LINEAR_API_KEY: 'lin_api_wrong', GITHUB_TOKEN: 'two words' };
    const results = await checks(env, home);
    expect(results[0]).toMatch(/^cache · failed · <home>\/issues cannot be written \(E\w+\) · Check your rights/);
    expect(results.slice(1)).toEqual([
      'Linear · failed · Linear does not accept the key in LINEAR_API_KEY · Make a new key and set LINEAR_API_KEY to it',
      'GitHub · failed · GITHUB_TOKEN holds spaces, line ends or characters that cannot be in a token · Set GITHUB_TOKEN to the token and nothing else',
    ]);
  });
});
