import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { listWorktrees, openRepository, processStartTime, status } from '@cdev/git';
import {
  createWorktrees,
  fillPool,
  readPool,
  sweepPool,
  type CreatedWorktree,
  type FilledPool,
  type PoolEntry,
} from '../../src/index.ts';
import { writeEntry } from '../../src/pool/pool-entries.ts';

const creator = fileURLToPath(new URL('../creator.ts', import.meta.url));
const files = { 'top.txt': 't\n', 'src/a/x.ts': 'x\n', 'docs/ü .md': 'd\n', '.gitignore': 'made/\n' };
const placeOf = (repo: TempRepo): string => join(repo.path, '..', 'trees ñ');

async function fill(repo: TempRepo, size: number): Promise<FilledPool> {
  const repository = await openRepository(repo.path);
  return fillPool({ repository, folder: join(placeOf(repo), '.pool'), size, start: 'main' });
}

async function create(repo: TempRepo, names: readonly string[], sparse?: string[]): Promise<CreatedWorktree[]> {
  const repository = await openRepository(repo.path);
  const worktrees = names.map((name) => ({
    path: join(placeOf(repo), name),
    branch: `cdev/plan/${name}`,
    start: 'main',
    sparse,
  }));
  return createWorktrees({ repository, worktrees });
}

const outcomes = (created: readonly CreatedWorktree[]): string[] => created.map(({ outcome }) => outcome);
const pool = (repo: TempRepo): Promise<PoolEntry[]> => readPool(join(repo.path, '.git'));
const states = async (repo: TempRepo): Promise<string[]> => (await pool(repo)).map(({ state }) => state);

describe('the pool', () => {
  test('what stands ready is given away once, as an ordinary clean worktree on its branch; the rest is made', async () => {
    await using repo = await tempRepo(files);
    expect(await fill(repo, 2)).toMatchObject({ made: 2, renewed: 0, removed: 0 });
    const created = await create(repo, ['one', 'two', 'three']);
    expect(outcomes(created)).toEqual(['claimed', 'claimed', 'created']);
    const head = await repo.git('rev-parse', 'main');
    for (const { path, branch, commit } of created) {
      expect(commit).toBe(head);
      expect(await status(path)).toEqual([]);
      expect(await repo.git('-C', path, 'branch', '--show-current')).toBe(branch);
      expect(await readFile(join(path, 'docs', 'ü .md'), 'utf8')).toBe('d\n');
    }
    expect(await pool(repo)).toEqual([]);
    expect((await listWorktrees(repo.path)).map(({ prunable }) => prunable)).toEqual(Array(4).fill(undefined));
    await writeFile(join(created[0]?.path ?? '', 'work.txt'), 'w\n');
    expect(outcomes(await create(repo, ['one']))).toEqual(['kept']);
    expect(await readFile(join(created[0]?.path ?? '', 'work.txt'), 'utf8')).toBe('w\n');
  });

  test('a base that has moved on is never served as it was: changed, new and deleted files are those of the new one', async () => {
    await using repo = await tempRepo(files);
    await fill(repo, 1);
    await repo.git('rm', '--quiet', 'src/a/x.ts');
    await repo.commit('More', { 'top.txt': 'changed\n', 'src/new.ts': 'n\n' });
    const [made] = await create(repo, ['one']);
    expect(made).toMatchObject({ outcome: 'claimed', commit: await repo.git('rev-parse', 'main') });
    const path = made?.path ?? '';
    expect(await status(path)).toEqual([]);
    expect((await readdir(join(path, 'src'))).toSorted()).toEqual(['new.ts']);
    expect(await readFile(join(path, 'top.txt'), 'utf8')).toBe('changed\n');
  });

  test('filling again renews those of an older base, makes what is missing, and takes away what is too many', async () => {
    await using repo = await tempRepo(files);
    await fill(repo, 2);
    await repo.commit('More', { 'top.txt': 'changed\n' });
    expect(await fill(repo, 3)).toMatchObject({ made: 1, renewed: 2, removed: 0 });
    const head = await repo.git('rev-parse', 'main');
    expect((await pool(repo)).map(({ commit, state }) => [commit, state])).toEqual(
      Array.from({ length: 3 }, () => [head, 'ready']),
    );
    expect(await fill(repo, 1)).toMatchObject({ made: 0, renewed: 0, removed: 2 });
    const left = await readdir(join(placeOf(repo), '.pool'));
    expect(left).toHaveLength(1);
    expect(await listWorktrees(repo.path)).toHaveLength(2);
  });

  for (const [what, file, text] of [
    ['a replaced file', 'top.txt', 'mine\n'],
    ['a new file', 'new.txt', 'mine\n'],
    ['an ignored file', 'made/new.txt', 'mine\n'],
  ] as const)
    test(`one with ${what} is given to nobody, and what somebody wrote there is not removed`, async () => {
      await using repo = await tempRepo(files);
      await fill(repo, 1);
      const place = (await pool(repo))[0]?.path ?? '';
      await mkdir(join(place, 'made'), { recursive: true });
      await writeFile(join(place, 'made', 'aside'), text);
      await rename(join(place, 'made', 'aside'), join(place, file));
      if (file !== 'made/new.txt') await rm(join(place, 'made'), { recursive: true });
      expect(outcomes(await create(repo, ['one']))).toEqual(['created']);
      expect(await states(repo)).toEqual(['spoilt']);
      const { refused } = await sweepPool(await openRepository(repo.path), { size: 0 });
      // What git ignores is nobody's work.
      const isKept = file !== 'made/new.txt';
      expect(refused.map(({ path }) => path)).toEqual(isKept ? [place] : []);
      expect(await readFile(join(place, file), 'utf8').catch(() => 'gone')).toBe(isKept ? text : 'gone');
    });

  test('several processes at once: nobody gets what another has, and all have theirs', async () => {
    await using repo = await tempRepo(files);
    await fill(repo, 5);
    const folder = placeOf(repo);
    const answers = await Promise.all(
      ['a', 'b', 'c'].map(async (part) => {
        const child = spawn(
          process.execPath,
          ['--conditions=@cdev/source', creator, repo.path, folder, ...[1, 2, 3].map((n) => `${part}${n}`)],
          { stdio: ['ignore', 'pipe', 'inherit'] },
        );
        let output = '';
        child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
        await once(child, 'close');
        return output.trim().split('\n')[1] ?? '';
      }),
    );
    const all = answers.join(',').split(',');
    expect(all).toHaveLength(9);
    expect(all.filter((outcome) => outcome === 'claimed')).toHaveLength(5);
    const trees = (await listWorktrees(repo.path)).slice(1);
    expect(new Set(trees.map(({ branch }) => branch)).size).toBe(9);
    for (const { path } of trees) expect(await status(path)).toEqual([]);
    expect(await pool(repo)).toEqual([]);
  });

  test('what a killed claimer or filler has left is put in order: before and after the move, and half-filled', async () => {
    await using repo = await tempRepo(files);
    const commonDir = join(repo.path, '.git');
    await fill(repo, 3);
    const [before, moved, half] = (await pool(repo)) as [PoolEntry, PoolEntry, PoolEntry];
    const dead = { pid: 2 ** 22 - 1, startTime: '1' };
    // Leased, and killed.
    await writeEntry(commonDir, { ...before, state: 'claimed', holder: dead });
    // Killed when the metadata led to the new place and the folder was still here.
    await writeEntry(commonDir, { ...moved, state: 'claimed', holder: dead });
    await writeFile(join(moved.gitDir, 'HEAD'), 'ref: refs/heads/cdev/plan/one\n');
    await repo.git('branch', 'cdev/plan/one');
    await writeFile(join(moved.gitDir, 'gitdir'), `${join(placeOf(repo), 'one', '.git')}\n`);
    await writeFile(join(moved.gitDir, 'cdev-unfilled'), '');
    await rm(join(half.path, 'src'), { recursive: true });
    await writeEntry(commonDir, { ...half, state: 'filling', holder: dead });
    await writeFile(join(half.gitDir, 'cdev-unfilled'), '');
    expect(outcomes(await create(repo, ['one']))).toEqual(['repaired']);
    expect(await status(join(placeOf(repo), 'one'))).toEqual([]);
    expect(await fill(repo, 2)).toMatchObject({ made: 0, renewed: 2, removed: 0 });
    expect(await states(repo)).toEqual(['ready', 'ready']);
    expect(outcomes(await create(repo, ['two', 'three']))).toEqual(['claimed', 'claimed']);
    for (const name of ['two', 'three']) expect(await status(join(placeOf(repo), name))).toEqual([]);
    expect(await readdir(join(placeOf(repo), '.pool'))).toEqual([]);
  });

  test('sparse worktrees are made; one whose folder is gone is given to nobody; a living holder keeps what it has', async () => {
    await using repo = await tempRepo(files);
    const commonDir = join(repo.path, '.git');
    await fill(repo, 2);
    expect(outcomes(await create(repo, ['narrow'], ['src']))).toEqual(['created']);
    const [gone, held] = (await pool(repo)) as [PoolEntry, PoolEntry];
    await rename(gone.path, `${gone.path}-away`);
    const self = { pid: process.pid, startTime: processStartTime(process.pid) };
    await writeEntry(commonDir, { ...held, state: 'claimed', holder: self });
    expect(outcomes(await create(repo, ['one', 'two']))).toEqual(['created', 'created']);
    await sweepPool(await openRepository(repo.path), { size: 0 });
    expect((await pool(repo)).map(({ id }) => id)).toEqual([held.id]);
  });

  test('is refused where worktrees are not the ordinary ones', async () => {
    await using repo = await tempRepo(files);
    await repo.git('config', 'core.sharedRepository', 'group');
    await expect(fill(repo, 1)).rejects.toMatchObject({ code: 'CDEV_E_WORKSPACE_POOL_LAYOUT' });
  });
});
