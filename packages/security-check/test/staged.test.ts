import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { quoteForShell } from '@cdev/core/subprocess';
import { git } from '@cdev/git';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { securityCheck } from '../src/security-check.ts';
import { checkOptions } from './check-options.ts';

test('a hook asks git where it is and what is staged, and on Linux for nothing', async () => {
  await using repo = await tempRepo({ 'a.ts': 'export const a = 1;\n' });
  await using traced = await tempFolder();
  await repo.write({ 'b.ts': 'export const b = 2;\n' });
  await repo.git('add', 'b.ts');
  const trace = join(traced.path, 'trace');
  process.env['GIT_TRACE'] = trace;
  try {
    const { result } = await securityCheck({ ...checkOptions, staged: true }, testContext({ cwd: repo.path }));
    expect(result.surfaces.find(({ surface }) => surface === 'index')).toMatchObject({ detail: '1 file staged' });
  } finally {
    delete process.env['GIT_TRACE'];
  }
  const commands = (await readFile(trace, 'utf8').catch(() => '')).match(/(?<=built-in: git )[\w-]+/g);
  expect(commands?.toSorted() ?? []).toEqual(process.platform === 'linux' ? [] : ['diff-index', 'rev-parse']);
});

/** A token as GitHub makes them, its checksum included. */
const token = ['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_');

test.each([
  ['commit', '-a'],
  ['commit', 'a.ts'],
  ['commit', '--include', 'a.ts'],
])('in a hook of git %s %s what is about to be committed is looked at', async (...words) => {
  await using repo = await tempRepo({ 'a.ts': 'export const a = 1;\n' });
  await installHook(join(repo.path, '.git'));
  await repo.write({ 'a.ts': 'export const a = 2;\n' });
  await repo.git(...words, '-m', 'Harmless');
  await repo.write({ 'a.ts': `export const token = '${token}';\n` });
  await expect(repo.git(...words, '-m', 'Not harmless')).rejects.toThrow(/GitHub/);
  expect(await repo.git('log', '-1', '--format=%s')).toBe('Harmless');
});

test('in a hook of a repository that git finds only where it is named, as that of a home folder', async () => {
  await using folder = await tempFolder();
  const home = join(folder.path, 'home');
  const gitDir = join(folder.path, 'dotfiles');
  await mkdir(home);
  await git(folder.path, ['init', '--bare', gitDir]);
  await installHook(gitDir);
  const dotfiles = async (...words: readonly string[]): Promise<unknown> =>
    git(home, [`--git-dir=${gitDir}`, `--work-tree=${home}`, ...identity, ...words]);
  await writeFile(join(home, '.profile'), 'PATH=/bin\n');
  await dotfiles('add', '.profile');
  await dotfiles('commit', '-m', 'Harmless');
  await writeFile(join(home, '.profile'), `export GITHUB_TOKEN=${token}\n`);
  await expect(dotfiles('commit', '-am', 'Not harmless')).rejects.toThrow(/1 file staged/);
});

test('the index that a hook of agents names is looked at, for secrets and for code, and that of another repository is not', async () => {
  const bad = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";
  await using repo = await tempRepo({ 'a.ts': 'export {};\n' });
  await using other = await tempRepo({ 'a.ts': 'export {};\n' });
  await using folder = await tempFolder();
  const own = join(repo.path, '.git/index');
  const named = join(folder.path, 'index');
  await copyFile(own, join(folder.path, 'clean'));
  await repo.write({ 'a.ts': `export const token = '${token}';\n${bad}` });
  await repo.git('add', '.');
  await copyFile(own, named);
  await copyFile(join(folder.path, 'clean'), own);
  const found = async (index: string | undefined, cwd = repo.path): Promise<unknown> => {
    const context = testContext({ cwd, env: index === undefined ? {} : { GIT_INDEX_FILE: index } });
    const options = { ...checkOptions, only: ['secrets', 'code'] as const, staged: true };
    const { secrets, issues } = (await securityCheck(options, context)).result;
    return [secrets.length, issues.length];
  };
  expect(await found(named)).toEqual([1, 1]);
  expect(await found(undefined)).toEqual([0, 0]);
  expect(await found('.git/index')).toEqual([0, 0]);
  await copyFile(named, join(other.path, '.git/index.lock'));
  expect(await found(join(other.path, '.git/index.lock'))).toEqual([0, 0]);
  expect(await found(join(folder.path, 'gone'))).toEqual([0, 0]);
});

const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];

/** Of the command itself, from its source. */
async function installHook(gitDir: string): Promise<void> {
  const source = new URL('../src/cli.ts', import.meta.url).href;
  const core = new URL('../../core/src/cli/index.ts', import.meta.url).href;
  const program = `const [{ script }, { execute }] = [await import('${source}'), await import('${core}')]; await execute(script, { version: '0' });`;
  const run = [
    process.execPath,
    '--conditions=@cdev/source',
    '--no-warnings',
    '--input-type=module',
    '-e',
    program,
    '--',
    'cdev-security-check',
  ];
  const hook = join(gitDir, 'hooks/pre-commit');
  await mkdir(join(gitDir, 'hooks'), { recursive: true });
  await writeFile(hook, `#!/bin/sh\nexec ${run.map(quoteForShell).join(' ')} --staged --quiet >&2\n`);
  await chmod(hook, 0o755);
}
