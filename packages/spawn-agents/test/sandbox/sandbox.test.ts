import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { exists } from '../exists.ts';
import { of, plannedRepo, verdicts, worker } from '../planned-repo.ts';

const works = spawnSync('bwrap', ['--ro-bind', '/', '/', '--dev', '/dev', '--', 'true']).status === 0;
// Where it does not work these say "skipped": nothing of it was proven.
const inside = works ? describe : describe.skip;

inside('in the sandbox', () => {
  test('an agent writes its worktree, and nothing else that it tries', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    await using home = await tempFolder({ 'mine.txt': 'mine\n' });
    await it.spawn({});
    const other = await it.worktree('search');
    const targets = {
      home: join(home.path, 'mine.txt'),
      main: join(it.repo.path, 'README.md'),
      other: join(other, 'README.md'),
      branch: join(it.commonDir, 'refs/heads/main'),
      configuration: join(it.commonDir, 'config'),
      hook: join(it.commonDir, 'hooks', 'pre-commit'),
      journal: join(it.commonDir, 'cdev', 'runs', 'stray'),
      outside: join(it.repo.path, '..', 'stray.txt'),
    };
    await mkdir(join(it.commonDir, 'hooks'), { recursive: true });
    // In its own /tmp, where this repository lies, it can make files that nobody else ever sees.
    const tries = Object.entries(targets).map(
      ([name, path]) => `(echo x >> '${path}') 2>/dev/null && echo ${name} >> src/login/written.txt`,
    );
    const command = [worker, ...tries, 'echo t > /tmp/cdev-sandbox-probe && test -f /tmp/cdev-sandbox-probe'].join(
      '; ',
    );
    const before = await readFile(targets.branch, 'utf8');
    const outcome = await it.spawn(
      { run: true, only: ['login'], command, sandbox: true },
      { env: { PATH: process.env['PATH'], HOME: home.path } },
    );
    expect(verdicts(outcome)).toEqual({ login: 'done' });
    const { worktree } = of(outcome, 'login');
    expect(await readFile(join(worktree, 'src/login/made.txt'), 'utf8')).toBe('made by login\n');
    const written = await readFile(join(worktree, 'src/login/written.txt'), 'utf8').catch(() => '');
    expect(written.replace('outside\n', '')).toBe('');
    expect(await readFile(targets.main, 'utf8')).toBe('# Things\n');
    expect(await readFile(targets.home, 'utf8')).toBe('mine\n');
    expect(await readFile(targets.branch, 'utf8')).toBe(before);
    expect(await exists(targets.outside)).toBe(false);
    expect(await exists('/tmp/cdev-sandbox-probe')).toBe(false);
  });

  test('without it the same tries succeed: what the test above proves is the sandbox', async () => {
    await using it = await plannedRepo({ login: {} });
    const stray = join(it.repo.path, '..', 'stray.txt');
    await it.spawn({ run: true, command: `${worker}; echo x > '${stray}'` });
    expect(await exists(stray)).toBe(true);
  });

  test('it commits on its branch, and git still refuses what is not its own', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    const commit = 'git add -A && git -c user.name=a -c user.email=a@b.c commit -qm';
    const foreign = 'mkdir -p src/search && echo f > src/search/f.txt';
    const command = `${worker}; ${commit} Mine; ${foreign}; ${commit} Foreign && touch src/login/got-through; rm -rf src/search; git reset -q`;
    const outcome = await it.spawn({ run: true, only: ['login'], command, sandbox: true });
    expect(verdicts(outcome)).toEqual({ login: 'done' });
    const { branch, worktree } = of(outcome, 'login');
    expect(await it.repo.git('log', '--format=%s', `main..${branch}`)).toBe('Mine');
    expect(await exists(join(worktree, 'src/login/got-through'))).toBe(false);
  });

  test('the network is there or not, as asked', async () => {
    const server = createServer((socket) => void socket.on('error', () => {}).end('hello'));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    try {
      const { port } = server.address() as AddressInfo;
      await using it = await plannedRepo({ login: {} });
      const connect = `require('net').connect(${port},'127.0.0.1').on('connect',()=>process.exit(0)).on('error',()=>process.exit(1))`;
      const script = join(it.repo.path, 'try.cjs');
      await writeFile(script, connect);
      const command = `${worker}; '${process.execPath}' '${script}' && echo yes > src/login/net.txt || echo no > src/login/net.txt`;
      const answer = async (network: 'on' | 'off'): Promise<string> => {
        const outcome = await it.spawn({ run: true, retry: ['login'], command, sandbox: true, network });
        return readFile(join(of(outcome, 'login').worktree, 'src/login/net.txt'), 'utf8');
      };
      expect([await answer('on'), await answer('off')]).toEqual(['yes\n', 'no\n']);
    } finally {
      server.close();
    }
  });
});

describe('without a sandbox to have', () => {
  test('nothing is started where bubblewrap is missing, or does not work, or the network is off without it', async () => {
    await using it = await plannedRepo({ login: {} });
    await using bin = await tempFolder({
      bwrap: '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n',
    });
    await chmod(join(bin.path, 'bwrap'), 0o755);
    const asked = { run: true, command: worker, sandbox: true } as const;
    const fails = async (path: string): Promise<unknown> =>
      it.spawn(asked, { env: { PATH: path } }).catch((error: unknown) => error);
    await using empty = await tempFolder({ sh: '#!/bin/sh\n' });
    await chmod(join(empty.path, 'sh'), 0o755);
    expect(await fails(empty.path)).toMatchObject({ code: 'CDEV_E_SPAWN_SANDBOX_MISSING' });
    const refused = await fails(`${bin.path}:${process.env['PATH']}`);
    expect(refused).toMatchObject({ code: 'CDEV_E_SPAWN_SANDBOX_REFUSED', kind: 'environment' });
    expect(String(refused)).toContain('No permissions to create new namespace');
    await expect(it.spawn({ run: true, command: worker, network: 'off' })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_NETWORK_OPEN',
    });
    expect(await it.events()).toEqual([]);
  });
});
