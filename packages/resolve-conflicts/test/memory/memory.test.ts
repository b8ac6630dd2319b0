import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runBin, tempRepo, testContext, type TempRepo, type TestContextOptions } from '@cdev/test-kit';
import { forgetResolutions, resolveConflicts, type ResolveConflictsOptions } from '../../src/index.ts';
import { applying } from '../applying-options.ts';

const call = (cwd: string, options: Partial<ResolveConflictsOptions> = {}, more: Partial<TestContextOptions> = {}) =>
  resolveConflicts({ ...applying, ...options }, testContext({ cwd, yes: true, ...more }));
const forget = (repo: TempRepo, path: string | undefined) =>
  forgetResolutions({ path, all: path === undefined, isDryRun: false }, testContext({ cwd: repo.path, yes: true }));

const limit = (text: string) => `export const limit = ${text};\n`;
const [one, other, both] = [limit('f()'), limit('["b"]'), limit('f(["b"])')];
const folderOf = (repo: TempRepo) => join(repo.path, '.git/cdev/resolutions/remembered');

/** A conflict in main's folder, and the same one in a worktree: another file there, and the sides the other way round. */
async function twoWorktrees(): Promise<{ repo: TempRepo; tree: string }> {
  const repo = await tempRepo(
    { 'ï a.ts': limit('1'), 'b.ts': limit('1') },
    {
      branches: { topic: { 'ï a.ts': other }, second: { 'b.ts': other }, right: { 'b.ts': one } },
      worktrees: ['second'],
    },
  );
  const tree = repo.worktrees['second'];
  if (!tree) throw new Error('There was to be a worktree');
  await repo.commit('Ours', { 'ï a.ts': one });
  await repo.git('merge', 'topic').catch(() => {});
  await tree.git('merge', 'right').catch(() => {});
  return { repo, tree: tree.path };
}

describe('what was decided before', () => {
  test('decides the same conflict in another worktree once its merge is committed', async () => {
    const { repo, tree } = await twoWorktrees();
    await using _ = repo;
    expect((await call(tree)).status).toBe('findings');
    await repo.commit('Together', { 'ï a.ts': both });
    const commit = (await repo.git('rev-parse', 'main')).slice(0, 9);

    expect((await call(tree, { remembers: false, apply: false })).status).toBe('findings');
    expect((await call(tree, { apply: false, isDryRun: true })).status).toBe('findings');
    expect((await call(tree, { apply: false, strategy: 'staged' })).status).toBe('findings');
    const shown = await runBin('resolve-conflicts', ['--explain'], { cwd: tree });
    expect(shown.stdout).toMatch(
      new RegExp(`memory +likely +decided before, on \\d{4}-\\d\\d-\\d\\d, commit ${commit}`),
    );
    const { result, status } = await call(tree);
    expect(status).toBe('ok');
    expect(result.merges[0]?.resolved).toMatchObject([{ path: 'b.ts', rule: 'memory', confidence: 'likely' }]);
    expect(await readFile(join(tree, 'b.ts'), 'utf8')).toBe(both);
  });

  test('is not looked for while git can merge alone', async () => {
    const { repo } = await twoWorktrees();
    await using _ = repo;
    await repo.commit('Together', { 'ï a.ts': both });
    expect((await call(repo.path, { ours: 'main', theirs: 'right', apply: false })).status).toBe('ok');
    expect(await readdir(join(repo.path, '.git/cdev')).catch(() => [])).not.toContain('resolutions');
    expect((await call(repo.path, { ours: 'second', theirs: 'right', apply: false })).status).toBe('ok');
    expect(await readdir(folderOf(repo))).toHaveLength(1);
  });

  test('is forgotten by the file it was decided in, and not learnt again', async () => {
    const { repo, tree } = await twoWorktrees();
    await using _ = repo;
    await repo.commit('Together', { 'ï a.ts': both });
    expect((await call(tree, { apply: false })).status).toBe('ok');
    expect((await forget(repo, 'b.ts')).result.count).toBe(0);
    expect((await forget(repo, 'ï a.ts')).result.count).toBe(1);
    expect((await call(tree, { apply: false })).status).toBe('findings');
    expect((await forget(repo, undefined)).result.count).toBe(0);
    const both_ = forgetResolutions({ path: 'x', all: true, isDryRun: false }, testContext({ cwd: repo.path }));
    await expect(both_).rejects.toMatchObject({ code: 'CDEV_E_RESOLVE_FORGET_WHAT' });
  });

  test('is told and not taken when it is damaged', async () => {
    const { repo, tree } = await twoWorktrees();
    await using _ = repo;
    await repo.commit('Together', { 'ï a.ts': both });
    await call(tree, { apply: false });
    const [name = ''] = await readdir(folderOf(repo));
    await writeFile(join(folderOf(repo), name), '{');
    const { result, status } = await call(tree, { apply: false });
    expect(status).toBe('findings');
    expect(result.notes).toEqual([expect.stringContaining(`${name} is damaged and was not taken`)]);
  });

  test('is a guess while a choice is not committed', async () => {
    const { repo, tree } = await twoWorktrees();
    await using _ = repo;
    const keys = async function* (): AsyncGenerator<string> {
      yield* ['t', 'return'];
    };
    await call(repo.path, { strategy: 'interactive' }, { keys });
    expect((await call(tree, { apply: false })).status).toBe('findings');
    const { result } = await call(tree, { apply: false, minConfidence: 'guess' });
    expect(result.merges[0]?.resolved[0]?.resolutions[0]?.reason).toContain('not committed yet');

    await repo.git('commit', '-q', '--no-edit');
    expect((await call(tree, { apply: false })).status).toBe('ok');
  });

  test('is looked for anew where the list of merges is damaged, and missing where it cannot be written', async () => {
    const { repo, tree } = await twoWorktrees();
    await using _ = repo;
    const list = join(repo.path, '.git/cdev/resolutions/looked-at.json');
    await mkdir(list, { recursive: true });
    await repo.commit('Together', { 'ï a.ts': both });
    const { result } = await call(tree, { apply: false });
    expect(result.notes).toEqual([expect.stringMatching(/^nothing could be remembered: E[A-Z]+$/)]);
    await rm(list, { recursive: true });
    await writeFile(list, '[');
    expect((await call(tree, { apply: false })).result.notes).toEqual([]);
  });
});
