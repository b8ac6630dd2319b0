import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { coneFolder, createWorktrees, widenCone } from '../../src/index.ts';

let repo: TempRepo;
beforeAll(async () => {
  repo = await tempRepo({
    top: 't\n',
    'src/a/one.ts': '1\n',
    'src/b/two.ts': '2\n',
    'src/b/other.ts': 'o\n',
    'dö c/x': 'x\n',
  });
});
afterAll(() => repo.remove());

async function narrow(name: string, sparse: readonly string[] | 'none' = ['src/a']) {
  const path = join(repo.path, '..', 'trees', name);
  const worktrees = [{ path, branch: name, start: 'main', ...(sparse !== 'none' && { sparse }) }];
  await createWorktrees({ repository: await openRepository(repo.path), worktrees });
  const text = (file: string): Promise<string> => readFile(join(path, file), 'utf8');
  const git = (...words: string[]): Promise<string> => repo.git('-C', path, ...words);
  return {
    path,
    text,
    git,
    write: (files: Record<string, string>) => repo.write(prefixed(`../trees/${name}/`, files)),
  };
}

function prefixed(prefix: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`${prefix}${file}`, text]));
}

describe('a worktree that is filled in part', () => {
  test('comes to hold what it is widened by, and what is changed in it stays', async () => {
    const { path, text, git, write } = await narrow('dirty');
    expect(existsSync(join(path, 'src/b/two.ts'))).toBe(false);
    // The agent wrote what it had not: one of the files as it should be, and a new one.
    await write({ 'src/a/one.ts': 'changed\n', 'src/b/two.ts': 'by the agent\n', 'src/b/new.ts': 'new\n' });
    expect(await widenCone({ path, paths: ['src/b/two.ts', 'dö c/**', 'top'] })).toEqual(['dö c', 'src/b']);
    expect(await text('src/b/other.ts')).toBe('o\n');
    expect(await text('dö c/x')).toBe('x\n');
    expect(await text('src/a/one.ts')).toBe('changed\n');
    expect(await text('src/b/two.ts')).toBe('by the agent\n');
    await git('add', '-A');
    expect((await git('diff', '--cached', '--name-only')).split('\n')).toEqual([
      'src/a/one.ts',
      'src/b/new.ts',
      'src/b/two.ts',
    ]);
    expect(await widenCone({ path, paths: ['src/b/**'] })).toEqual([]);
  });

  test('waits for a git of the agent that holds the index', async () => {
    const { path } = await narrow('held');
    const lock = join(repo.path, '.git/worktrees/held/index.lock');
    await writeFile(lock, '');
    const widened = widenCone({ path, paths: ['src/b/two.ts'] });
    await pause(300);
    await rm(lock);
    expect(await widened).toEqual(['src/b']);
  });

  test('gets everything for a pattern that only everything holds; one that has everything stays as it is', async () => {
    const { path, text } = await narrow('all');
    expect(await widenCone({ path, paths: ['**/*.css'] })).toEqual(['.']);
    expect(await text('src/b/two.ts')).toBe('2\n');
    const whole = await narrow('whole', 'none');
    expect(await widenCone({ path: whole.path, paths: ['src/b/two.ts'] })).toEqual([]);
  });
});

test.each([
  ['src/a/b.ts', 'src/a'],
  ['src/*/b.ts', 'src'],
  ['README.md', ''],
  ['**/*.css', undefined],
  ['{a,b}/c', undefined],
])('the folder that holds %s is %j', (pattern, folder) => {
  expect(coneFolder(pattern)).toBe(folder);
});
