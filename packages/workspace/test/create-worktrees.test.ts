import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { listBranches, listFiles, listWorktrees, openRepository, status } from '@cdev/git';
import { createWorktrees, type CreatedWorktree, type CreateWorktreesOptions } from '../src/index.ts';

const creator = fileURLToPath(new URL('creator.ts', import.meta.url));
const files = { 'top.txt': 't\n', 'src/a/x.ts': 'x\n', 'src/y.ts': 'y\n', 'docs/ü .md': 'd\n' };
const folderOf = (repo: TempRepo): string => join(repo.path, '..', 'agents ñ');

type Options = Omit<CreateWorktreesOptions, 'repository' | 'worktrees'> & {
  sparse?: readonly string[];
  start?: string;
};

/** Worktrees for the agents of these names. */
async function create(repo: TempRepo, names: readonly string[], options: Options = {}): Promise<CreatedWorktree[]> {
  const { sparse, start = 'main', ...rest } = options;
  const repository = await openRepository(repo.path);
  const worktrees = names.map((name) => ({
    path: join(folderOf(repo), name),
    branch: `cdev/plan/${name}`,
    start,
    ...(sparse && { sparse }),
  }));
  return createWorktrees({ repository, worktrees, ...rest });
}

const outcomes = (created: readonly CreatedWorktree[]): string[] => created.map(({ outcome }) => outcome);
const gitDirOf = (repo: TempRepo, name: string): string => join(repo.path, '.git', 'worktrees', name);

describe('createWorktrees', () => {
  test('makes clean worktrees on new branches and says so as each is ready', async () => {
    await using repo = await tempRepo(files);
    const ready: string[] = [];
    const created = await create(repo, ['one', 'two', 'three'], { onReady: ({ branch }) => ready.push(branch) });
    const head = await repo.git('rev-parse', 'main');
    expect(created.map(({ branch, commit, outcome }) => [branch, commit, outcome])).toEqual(
      ['one', 'two', 'three'].map((name) => [`cdev/plan/${name}`, head, 'created']),
    );
    expect(ready.toSorted()).toEqual(created.map(({ branch }) => branch).toSorted());
    for (const { path } of created) {
      expect(await status(path)).toEqual([]);
      expect(await readFile(join(path, 'docs', 'ü .md'), 'utf8')).toBe('d\n');
    }
    expect(await repo.git('config', '--get-regexp', '^branch', '--default', '').catch(() => '')).toBe('');
  });

  test('keeps what is there, dirty or ahead, when it is run again', async () => {
    await using repo = await tempRepo(files);
    const [made] = await create(repo, ['one']);
    const path = made?.path ?? '';
    await writeFile(join(path, 'top.txt'), 'work\n');
    await writeFile(join(path, 'new.txt'), 'work\n');
    const again = await create(repo, ['one', 'two']);
    expect(outcomes(again)).toEqual(['kept', 'created']);
    expect((await status(path)).map((entry) => entry.path)).toEqual(['new.txt', 'top.txt']);
    expect(await readFile(join(path, 'top.txt'), 'utf8')).toBe('work\n');
  });

  test('uses a branch that is there where it is, and moves none', async () => {
    await using repo = await tempRepo(files, { branches: { 'cdev/plan/one': { 'mine.txt': 'm\n' } } });
    const [made] = await create(repo, ['one']);
    expect(made?.commit).toBe(await repo.git('rev-parse', 'cdev/plan/one'));
    expect(await listFiles(made?.path ?? '')).toContain('mine.txt');
    expect(await status(made?.path ?? '')).toEqual([]);
  });

  test('fills only the folders of the cone, and the others of a second plan in full', async () => {
    await using repo = await tempRepo(files);
    const [narrow, second] = await create(repo, ['one', 'two'], { sparse: ['src/a'] });
    for (const path of [narrow?.path ?? '', second?.path ?? '']) {
      expect(await status(path)).toEqual([]);
      expect((await readdir(path, { recursive: true })).toSorted()).toEqual([
        '.git',
        'src',
        'src/a',
        'src/a/x.ts',
        'src/y.ts',
        'top.txt',
      ]);
      await repo.git('-C', path, 'sparse-checkout', 'list').then((list) => expect(list).toBe('src/a'));
    }
    const [whole] = await create(repo, ['three']);
    expect(await readdir(whole?.path ?? '')).toContain('docs');
    expect(await readdir(repo.path)).toContain('docs');
    expect(await status(repo.path)).toEqual([]);
  });

  test('runs no hook and follows no submodule', async () => {
    await using repo = await tempRepo(files);
    await repo.write({ '.git/hooks/post-checkout': '#!/bin/sh\ntouch "$(git rev-parse --show-toplevel)/hooked"\n' });
    await chmod(join(repo.path, '.git', 'hooks', 'post-checkout'), 0o755);
    await repo.git('config', 'submodule.recurse', 'true');
    const [made] = await create(repo, ['one']);
    expect(await status(made?.path ?? '')).toEqual([]);
  });

  test('works from a bare repository, from a linked worktree and through a linked folder', async () => {
    await using bare = await tempRepo(files, { bare: true });
    expect(outcomes(await create(bare, ['one']))).toEqual(['created']);
    await using repo = await tempRepo(files, { worktrees: ['side'] });
    const repository = await openRepository(repo.worktrees['side']?.path ?? '');
    await mkdir(folderOf(repo));
    await symlink(folderOf(repo), join(repo.path, '..', 'link'));
    const request = { path: join(repo.path, '..', 'link', 'one'), branch: 'cdev/plan/one', start: 'HEAD' };
    const [made] = await createWorktrees({ repository, worktrees: [request] });
    expect(made?.path).toBe(join(await realpath(folderOf(repo)), 'one'));
    expect(outcomes(await create(repo, ['one']))).toEqual(['kept']);
  });

  test('makes many at once on one repository without a failure', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    const names = Array.from({ length: 24 }, (_, at) => `agent-${at}`);
    const halves = await Promise.all([
      create(repo, names.slice(0, 12), { workers: 8 }),
      create(repo, names.slice(12), { workers: 8 }),
    ]);
    expect(halves.flat().every(({ outcome }) => outcome === 'created')).toBe(true);
    expect(await listWorktrees(repo.path)).toHaveLength(25);
  });
});

describe('createWorktrees refuses', () => {
  test('a folder with content of its own, a file, and the main working tree', async () => {
    await using repo = await tempRepo(files);
    const inTheWay = { code: 'CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY' };
    await mkdir(join(folderOf(repo), 'one'), { recursive: true });
    await writeFile(join(folderOf(repo), 'one', 'precious'), 'p\n');
    await writeFile(join(folderOf(repo), 'two'), 'p\n');
    await expect(create(repo, ['one'])).rejects.toMatchObject(inTheWay);
    await expect(create(repo, ['two'])).rejects.toMatchObject(inTheWay);
    const repository = await openRepository(repo.path);
    const worktrees = [{ path: repo.path, branch: 'x', start: 'main' }];
    await expect(createWorktrees({ repository, worktrees })).rejects.toMatchObject(inTheWay);
    expect(await readFile(join(folderOf(repo), 'one', 'precious'), 'utf8')).toBe('p\n');
    expect(await listWorktrees(repo.path)).toHaveLength(1);
  });

  test('a branch that is checked out elsewhere, and a worktree of another branch', async () => {
    await using repo = await tempRepo(files);
    await repo.git('worktree', 'add', '--quiet', '-b', 'cdev/plan/one', join(folderOf(repo), 'elsewhere'));
    await expect(create(repo, ['one'])).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_BRANCH_ELSEWHERE',
      details: { branch: 'cdev/plan/one', path: join(await realpath(folderOf(repo)), 'elsewhere') },
    });
    await expect(create(repo, ['elsewhere'])).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY',
      message: expect.stringContaining('a worktree of cdev/plan/one'),
    });
  });

  test('a repository that an agent made in the place of its worktree', async () => {
    await using repo = await tempRepo(files);
    const [made] = await create(repo, ['one']);
    await rm(join(made?.path ?? '', '.git'));
    await repo.git('init', '--quiet', made?.path ?? '');
    await expect(create(repo, ['one'])).rejects.toMatchObject({
      message: expect.stringContaining('a repository of its own'),
    });
  });

  test('the same folder or branch twice, and a start that is not there', async () => {
    await using repo = await tempRepo(files);
    await expect(create(repo, ['one', 'one'])).rejects.toMatchObject({ code: 'CDEV_E_WORKSPACE_ASKED_TWICE' });
    await expect(create(repo, ['one'], { start: 'gone' })).rejects.toMatchObject({
      code: 'CDEV_E_GIT_UNKNOWN_REVISION',
    });
    expect(await listBranches(repo.path, 'cdev')).toEqual([]);
  });

  test('one and makes the others', async () => {
    await using repo = await tempRepo(files);
    await mkdir(join(folderOf(repo), 'two', 'full'), { recursive: true });
    await expect(create(repo, ['one', 'two', 'three'])).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY',
    });
    expect(await listBranches(repo.path, 'cdev/plan')).toEqual(['cdev/plan/one', 'cdev/plan/three']);
  });
});

describe('createWorktrees repairs', () => {
  /** What each accident leaves, done to a worktree that was ready. */
  const accidents: Readonly<Record<string, (repo: TempRepo, path: string) => Promise<void>>> = {
    'a folder that is gone': (_, path) => rm(path, { recursive: true }),
    'a folder that is empty': async (_, path) => {
      await rm(path, { recursive: true });
      await mkdir(path);
    },
    'a folder that has lost its .git file': (_, path) => rm(join(path, '.git')),
    'metadata that is gone': async (repo, path) => {
      await rm(gitDirOf(repo, 'one'), { recursive: true });
      for (const name of ['top.txt', 'src', 'docs']) await rm(join(path, name), { recursive: true });
    },
    'a worktree whose making by git was cut off': async (repo, path) => {
      for (const name of ['top.txt', 'src', 'docs']) await rm(join(path, name), { recursive: true });
      await rm(join(gitDirOf(repo, 'one'), 'index'));
      await writeFile(join(gitDirOf(repo, 'one'), 'locked'), 'initializing\n');
      await writeFile(join(gitDirOf(repo, 'one'), 'HEAD'), `${'0'.repeat(40)}\n`);
    },
    'a worktree that was being filled': async (repo, path) => {
      await rm(join(path, 'docs'), { recursive: true });
      await writeFile(join(path, 'top.txt'), 'half of');
      await rm(join(gitDirOf(repo, 'one'), 'index'));
      await writeFile(join(gitDirOf(repo, 'one'), 'index.lock'), '');
      await writeFile(join(gitDirOf(repo, 'one'), 'cdev-unfilled'), '');
    },
  };

  test.each(Object.entries(accidents))('%s', async (_, happen) => {
    await using repo = await tempRepo(files);
    const [made] = await create(repo, ['one', 'two']);
    const path = made?.path ?? '';
    await happen(repo, path);
    expect(outcomes(await create(repo, ['one', 'two']))).toEqual(['repaired', 'kept']);
    expect(await status(path)).toEqual([]);
    expect(await readFile(join(path, 'top.txt'), 'utf8')).toBe('t\n');
    expect(outcomes(await create(repo, ['one']))).toEqual(['kept']);
  });

  test('a folder that is gone with what was staged in it, and with the commits of its branch', async () => {
    await using repo = await tempRepo(files);
    const [made] = await create(repo, ['one']);
    const path = made?.path ?? '';
    await repo.git('-C', path, 'commit', '--quiet', '--allow-empty', '-m', 'work');
    const tip = await repo.git('rev-parse', 'cdev/plan/one');
    await writeFile(join(path, 'staged.txt'), 's\n');
    await repo.git('-C', path, 'add', 'staged.txt');
    await rm(path, { recursive: true });
    expect(await create(repo, ['one'])).toMatchObject([{ outcome: 'repaired', commit: tip }]);
    expect(await status(path)).toMatchObject([{ path: 'staged.txt', index: 'A', worktree: '.' }]);
    expect(await readFile(join(path, 'staged.txt'), 'utf8')).toBe('s\n');
  });

  test('no file that somebody may have written', async () => {
    await using repo = await tempRepo(files);
    const [made] = await create(repo, ['one']);
    const path = made?.path ?? '';
    await writeFile(join(path, 'top.txt'), 'work\n');
    await rm(gitDirOf(repo, 'one'), { recursive: true });
    await expect(create(repo, ['one'])).rejects.toMatchObject({ code: 'CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY' });
    expect(await readFile(join(path, 'top.txt'), 'utf8')).toBe('work\n');
  });

  test('what a killed process left, at whatever moment it was killed', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`folder-${at % 10}/file-${at}`, `${at}\n`.repeat(50)]),
    );
    await using repo = await tempRepo(many);
    const names = ['one', 'two', 'three', 'four'];
    for (const delay of [5, 40, 90]) {
      const child = spawn(
        process.execPath,
        ['--conditions=@cdev/source', creator, repo.path, folderOf(repo), ...names],
        {
          stdio: ['ignore', 'pipe', 'ignore'],
          detached: true,
        },
      );
      await once(child.stdout, 'data');
      await pause(delay);
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await once(child, 'exit');
    }
    const created = await create(repo, names);
    for (const { path } of created) expect(await status(path)).toEqual([]);
    expect(outcomes(await create(repo, names))).toEqual(names.map(() => 'kept'));
  });

  test('nothing that another process is just making: both end with the same worktrees', async () => {
    await using repo = await tempRepo(files);
    const names = ['one', 'two', 'three'];
    const children = [1, 2].map(() =>
      spawn(process.execPath, ['--conditions=@cdev/source', creator, repo.path, folderOf(repo), ...names], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    const texts = children.map(async (child) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const [code] = (await once(child, 'close')) as [number];
      return `${code} ${text.trim().split('\n').at(-1)}`;
    });
    const [one = '', two = ''] = await Promise.all(texts);
    const words = `${one} ${two}`.split(/[ ,]/).toSorted();
    expect(words).toEqual(['0', '0', 'created', 'created', 'created', 'kept', 'kept', 'kept']);
    for (const { path } of await create(repo, names)) expect(await status(path)).toEqual([]);
  });
});
