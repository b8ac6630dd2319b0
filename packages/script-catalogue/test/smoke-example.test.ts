import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { makeSmokeFolder, scriptOf, type SmokeExample } from '../src/index.ts';

const smokeOf = (smoke: unknown): SmokeExample | undefined =>
  scriptOf('/x', { name: 'cdev-x', version: '1.0.0', bin: 'x.js', cdev: { owner: '@ada', smoke } })?.metadata.smoke;

describe('the smoke example of a manifest', () => {
  test('gets its folder with what it needs', async () => {
    const smoke = { args: ['a.md'], files: { 'a.md': '# A', 'b/.gitignore': 'c' }, exitCode: 1, stdout: 'A' };
    expect(smokeOf(smoke)).toEqual(smoke);
    await using place = await tempFolder();
    const folder = await makeSmokeFolder(smokeOf(smoke) ?? { args: [] }, place.path, {});
    expect(['a.md', 'b/.gitignore'].map((path) => existsSync(join(folder, path)))).toEqual([true, true]);
  });

  test.each([
    '../escaped',
    'a/../../escaped',
    '/escaped',
    '..\\escaped',
    'C:escaped',
    '',
    // Their filters and hooks would be started by git, held to nothing.
    '.git/config',
    'a/.GIT/config',
    '.git./config',
    'git~1/config',
  ])('counts as none with a file at %p', (path) => {
    expect(smokeOf({ args: [], files: { [path]: 'x' } })).toBeUndefined();
  });

  test.each([
    undefined,
    'x',
    {},
    { args: 'x' },
    { args: [1] },
    { args: [], files: 'x' },
    { args: [], files: { a: 1 } },
  ])('counts as none when it is %p', (smoke) => expect(smokeOf(smoke)).toBeUndefined());
});
