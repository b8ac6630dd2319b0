import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';
import { tempFolder } from '@cdev/test-kit';
import { makeSmokeFolder, scriptOf, startScript, type ScriptMetadata } from '../src/index.ts';

const metadataOf = (smoke: unknown): ScriptMetadata | undefined =>
  scriptOf('/x', { name: 'cdev-x', version: '1.0.0', bin: 'x.js', cdev: { owner: '@ada', smoke } })?.metadata;

/** Why it counts as none. */
const refusalOf = (smoke: unknown): string | undefined => {
  const metadata = metadataOf(smoke);
  expect(metadata?.smoke).toBeUndefined();
  return metadata?.smokeRefusal;
};

describe('the smoke example of a manifest', () => {
  test('gets its folder with what it needs, apart from those of others', async () => {
    const smoke = { args: ['a.md'], files: { 'a.md': '# A', 'b/.gitignore': 'c' }, exitCode: 1, stdout: 'A' };
    expect(metadataOf(smoke)).toEqual({ owner: '@ada', smoke });
    await using place = await tempFolder();
    const [one, other] = [await makeSmokeFolder(smoke, place.path, {}), await makeSmokeFolder(smoke, place.path, {})];
    expect(['a.md', 'b/.gitignore', '../../smoke'].map((path) => existsSync(join(one, path)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(join(one, '..')).not.toBe(join(other, '..'));
  });

  test('gets a repository with branches, one of them checked out, and changes in no commit', async () => {
    const git = {
      branches: { 'cdev/plan/one': { 'a.txt': 'one\n' }, two: { 'b/c.txt': 'two\n' } },
      on: 'cdev/plan/one',
      changes: { 'a.txt': 'changed\n' },
    };
    const smoke = { args: [], files: { 'a.txt': 'main\n' }, git };
    expect(metadataOf(smoke)?.smoke).toEqual(smoke);
    await using place = await tempFolder();
    const cwd = await makeSmokeFolder(smoke, place.path, process.env);
    const ask = async (...args: readonly string[]): Promise<string> =>
      (await run('git', args, { cwd })).stdout.trimEnd();
    expect(await ask('status', '--porcelain', '--branch')).toBe('## cdev/plan/one\n M a.txt');
    expect(await ask('log', '--all', '--format=%D %s', '--name-only', '--topo-order', '--author-date-order')).toContain(
      'Work on two\n\nb/c.txt',
    );
    expect(await ask('rev-list', '--count', 'main..two')).toBe('1');
    expect(await ask('show', 'main:a.txt')).toBe('main');
  });

  test('is started with what it reads, and without that reads nothing', async () => {
    await using place = await tempFolder({
      'bin.cjs': "process.stdin.on('data', (text) => console.log('read ' + text)).on('end', () => console.log('end'));",
    });
    const startable = { bin: join(place.path, 'bin.cjs'), node: process.execPath, cwd: place.path, env: {} };
    const start = async (stdin?: string): Promise<string> =>
      (await startScript({ ...startable, timeLimit: 60_000 }, [], stdin)).stdout;
    expect(await start('words')).toBe('read words\nend\n');
    expect(await start()).toBe('end\n');
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
  ])('counts as none with a file at %p, and why is said', (path) => {
    const said = `has a file outside of its folder, or in .git: ${JSON.stringify(path)}`;
    expect(refusalOf({ args: [], files: { [path]: 'x' } })).toBe(`"files" ${said}`);
    expect(refusalOf({ args: [], git: { changes: { [path]: 'x' } } })).toBe(`"git.changes" ${said}`);
    expect(refusalOf({ args: [], git: { branches: { b: { [path]: 'x' } } } })).toBe(`"git.branches" ${said}`);
  });

  test.each<[unknown, string]>([
    ['x', 'it is no object'],
    [null, 'it is no object'],
    [{}, 'it has no "args"'],
    [{ args: 'x' }, '"args" is no list of texts'],
    [{ args: [1] }, '"args" is no list of texts'],
    [{ args: [], files: 'x' }, '"files" is no object'],
    [{ args: [], files: { a: 1 } }, '"files" has a file that is no text'],
    [{ args: [], stdin: 1 }, '"stdin" is no text'],
    [{ args: [], exitCode: 0.5 }, '"exitCode" is no whole number'],
    [{ args: [], git: 'yes' }, '"git" is neither true nor an object'],
    [{ args: [], git: { on: 'none' } }, '"git" is on "none", which it lacks'],
    [{ args: [], git: { on: '--orphan' } }, '"git.on" names no branch: "--orphan"'],
    [{ args: [], git: { branches: { '-b': {} } } }, '"git.branches" names no branch: "-b"'],
    [{ args: [], git: { branches: { 'a/../b': {} } } }, '"git.branches" names no branch: "a/../b"'],
    [{ args: [], git: { branches: { main: {} } } }, '"git.branches" has main, which "files" are on'],
    [{ args: [], git: { hooks: {} } }, '"git.hooks" is not known'],
    [{ args: [], env: { NODE_OPTIONS: '--require ./a.js' } }, '"env" is not known'],
    [{ args: [], toString: 1 }, '"toString" is not known'],
  ])('counts as none when it is %j', (smoke, why) => expect(refusalOf(smoke)).toBe(why));

  test('is none, and nothing to be said of, where a manifest has none', () => {
    expect(refusalOf(undefined)).toBeUndefined();
  });
});
