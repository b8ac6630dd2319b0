import { chmod, lstat, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type Files, type TempRepo } from '@cdev/test-kit';
import { openRepository, status } from '@cdev/git';
import type { LogFields } from '@cdev/core/log';
import { prepareWorkspace, type PreparedWorkspace, type PrepareWorkspaceOptions } from '../src/index.ts';

const ignore = '.env*\nlocal/\n*.pem\nnode_modules\n';

/** A repository whose main working tree has the ignored files too, and a worktree `one` without them. */
async function repoWith(files: Files, ignored: Files): Promise<{ repo: TempRepo; path: string }> {
  const repo = await tempRepo({ '.gitignore': ignore, 'package.json': '{}\n', ...files }, { worktrees: ['one'] });
  await repo.write(ignored);
  return { repo, path: repo.worktrees['one']?.path ?? '' };
}

async function prepare(
  repo: TempRepo,
  path: string,
  options: Partial<PrepareWorkspaceOptions> = {},
): Promise<PreparedWorkspace> {
  return prepareWorkspace({ repository: await openRepository(repo.path), path, ...options });
}

describe('prepareWorkspace copies', () => {
  test('ignored .env files, what .worktreeinclude names and what is asked for, as they are', async () => {
    const included = '# keys\n\nkeys/*.pem\nlocal/*\n!local/cache/\n';
    const { repo, path } = await repoWith(
      { '.worktreeinclude': included, 'app/x': 'x\n' },
      {
        '.env': 'A=1\n',
        'app/.env.local': 'B=1\n',
        'keys/ä b.pem': 'k\n',
        'other.pem': 'o\n',
        'local/db': 'd\n',
        'local/cache/c': 'c\n',
        untracked: 'u\n',
      },
    );
    await using _ = repo;
    await chmod(join(repo.path, 'keys', 'ä b.pem'), 0o600);
    await symlink('.env', join(repo.path, '.env.link'));
    await symlink(join(repo.path, 'local', 'db'), join(repo.path, '.env.absolute'));
    const { copied } = await prepare(repo, path, { copy: ['other.pem', 'untracked'] });
    expect(copied).toEqual([
      '.env',
      '.env.absolute',
      '.env.link',
      'app/.env.local',
      'keys/ä b.pem',
      'local/db',
      'other.pem',
    ]);
    expect((await lstat(join(path, 'keys', 'ä b.pem'))).mode & 0o777).toBe(0o600);
    expect(await readlink(join(path, '.env.link'))).toBe('.env');
    expect(await readlink(join(path, '.env.absolute'))).toBe(join(path, 'local', 'db'));
    expect(await status(path)).toEqual([]);
  });

  test('nothing over what is there, so a second time nothing', async () => {
    const { repo, path } = await repoWith({}, { '.env': 'A=1\n', '.env.test': 'T=1\n' });
    await using _ = repo;
    await writeFile(join(path, '.env'), 'A=mine\n');
    expect((await prepare(repo, path)).copied).toEqual(['.env.test']);
    expect((await prepare(repo, path)).copied).toEqual([]);
    expect(await readFile(join(path, '.env'), 'utf8')).toBe('A=mine\n');
  });

  test('no secret into a worktree that would show it as new, and says so', async () => {
    const { repo, path } = await repoWith({}, { '.env': 'A=1\n' });
    await using _ = repo;
    await writeFile(join(path, '.gitignore'), '');
    const warnings: (LogFields | undefined)[] = [];
    const log = {
      debug: () => {},
      info: () => {},
      error: () => {},
      warn: (__: string, fields?: LogFields) => void warnings.push(fields),
    };
    expect((await prepare(repo, path, { log })).copied).toEqual([]);
    expect(warnings).toEqual([{ path: '.env' }]);
  });

  test('nothing through a linked folder that leads out of the worktree, and no Python environment', async () => {
    const { repo, path } = await repoWith({}, { 'local/db': 'd\n', '.env/bin/python': 'p\n' });
    await using _ = repo;
    const outside = join(repo.path, '..', 'outside');
    await mkdir(outside);
    await symlink(outside, join(path, 'local'));
    expect((await prepare(repo, path, { copy: ['local/'] })).copied).toEqual([]);
    expect(await lstat(join(outside, 'db')).catch(() => 'absent')).toBe('absent');
  });

  test('nothing from a bare repository, which has no working tree', async () => {
    await using repo = await tempRepo({ a: 'a\n' }, { bare: true, worktrees: ['one'] });
    const prepared = await prepare(repo, repo.worktrees['one']?.path ?? '');
    expect(prepared).toMatchObject({
      copied: [],
      dependencies: { manner: 'none', reason: expect.stringContaining('no main working tree') },
    });
  });
});

describe('prepareWorkspace runs setup commands', () => {
  test('in the worktree, in order, with the environment given', async () => {
    const { repo, path } = await repoWith({}, {});
    await using _ = repo;
    const setup = ['mkdir -p local && pwd > local/log', 'echo "$CDEV_PORT" >> local/log'];
    const prepared = await prepare(repo, path, { setup, env: { CDEV_PORT: '4101' } });
    expect(prepared.setup.map(({ command }) => command)).toEqual(setup);
    expect(await readFile(join(path, 'local', 'log'), 'utf8')).toBe(`${path}\n4101\n`);
  });

  test('and stops at the first that fails, with its output', async () => {
    const { repo, path } = await repoWith({}, {});
    await using _ = repo;
    const setup = ['echo nothing to be found >&2; exit 3', 'touch never'];
    await expect(prepare(repo, path, { setup })).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_SETUP_FAILED',
      message: expect.stringContaining('nothing to be found'),
    });
    expect(await status(path)).toEqual([]);
  });
});

describe('prepareWorkspace with a ready marker', () => {
  const serve = 'echo $$ > local/pid; sleep 3; echo up > local/ready; exec sleep 60';
  const background = `mkdir -p local; (${serve}) > local/out 2>&1 &`;

  test('lets a setup end early, waits for what it left at work, and ends that when told', async () => {
    const { repo, path } = await repoWith({}, {});
    await using _ = repo;
    // The server outlives the time that the setup itself may take, which a busy machine needs for a shell.
    const prepared = await prepare(repo, path, {
      setup: [background],
      ready: 'file:local/ready',
      setupTimeLimit: 2500,
    });
    expect(await readFile(join(path, 'local/ready'), 'utf8')).toBe('up\n');
    expect(await isAtWork(path)).toBe(true);
    await prepared.endLeftBehind();
    expect(await isAtWork(path)).toBe(false);
  });

  test('ends it too when the marker does not come', async () => {
    const { repo, path } = await repoWith({}, {});
    await using _ = repo;
    const setup = [
      'mkdir -p local; (echo $$ > local/pid; exec sleep 60) & until [ -s local/pid ]; do sleep 0.05; done',
    ];
    const late = prepare(repo, path, { setup, ready: 'file:local/ready', readyTimeLimit: 300 });
    await expect(late).rejects.toMatchObject({ code: 'CDEV_E_WORKSPACE_NOT_READY' });
    expect(await isAtWork(path)).toBe(false);
  });
});

/** `$$` is the shell of the setup, whose group the server is in. */
async function isAtWork(path: string): Promise<boolean> {
  const group = Number(await readFile(join(path, 'local/pid'), 'utf8'));
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}
