import { chmod, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { mergeBranches, regenerateLockfiles, settleLockfiles } from '../../src/index.ts';

const manifest = (name: string, dependencies: object) =>
  `${JSON.stringify({ name, version: '1.0.0', dependencies }, undefined, 2)}\n`;
const lock = (packages: object) =>
  `${JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true, packages }, undefined, 2)}\n`;
const linked = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `file:${name}`]));

describe('regenerateLockfiles', () => {
  test('has npm write the lock file of both manifests, offline', async () => {
    const side = (name: string) => ({
      'package.json': manifest('app', linked('start', name)),
      'package-lock.json': lock({
        '': { name: 'app', dependencies: linked('start', name) },
        [name]: { version: '1.0.0' },
      }),
    });
    await using repo = await tempRepo(
      {
        'package.json': manifest('app', linked('start')),
        'package-lock.json': lock({ '': { name: 'app', dependencies: linked('start') } }),
        ...Object.fromEntries(['start', 'a', 'b'].map((name) => [`${name}/package.json`, manifest(name, {})])),
      },
      { branches: { a: side('a'), b: side('b') } },
    );
    const { draft, conflicts } = await mergeBranches({ cwd: repo.path, ours: 'a', theirs: 'b' });
    await repo.git('read-tree', '-u', '--reset', draft as string);
    const tree = await regenerateLockfiles({ worktree: repo.path, tree: draft as string, lockfiles: conflicts });
    const written = JSON.parse(await repo.git('show', `${tree}:package-lock.json`)) as {
      packages: Record<string, object>;
    };
    expect(Object.keys(written.packages).sort()).toEqual(
      ['', 'a', 'b', 'node_modules/a', 'node_modules/b', 'node_modules/start', 'start'].sort(),
    );
    expect(await repo.git('diff', '--name-only', draft as string, tree)).toBe('package-lock.json');
  });

  test('says what the package manager said when it cannot', async () => {
    const lockfile = (name: string) => ({ 'pnpm-lock.yaml': `lockfileVersion: '9.0'\n${name}: 1\n` });
    await using repo = await tempRepo(lockfile('x'), { branches: { a: lockfile('a'), b: lockfile('b') } });
    const { draft, conflicts } = await mergeBranches({ cwd: repo.path, ours: 'a', theirs: 'b' });
    await repo.write({ 'bin/pnpm': '#!/bin/sh\necho "no such version" >&2\nexit 1\n' });
    await chmod(join(repo.path, 'bin/pnpm'), 0o755);
    const env = { PATH: [join(repo.path, 'bin'), '/usr/bin', '/bin'].join(delimiter) };
    await expect(
      regenerateLockfiles({ worktree: repo.path, tree: draft as string, lockfiles: conflicts, env }),
    ).rejects.toMatchObject({
      code: 'CDEV_E_MERGE_LOCKFILE_FAILED',
      message: expect.stringContaining('no such version'),
    });
  });

  test('leaves all lock files as they were when one of them cannot be written, and a merge open with the reason', async () => {
    const files = (name: string) => ({ 'bun.lock': `{ "${name}": 1 }\n`, 'web/yarn.lock': `# ${name}\n` });
    await using repo = await tempRepo(files('x'), { branches: { a: files('a'), b: files('b') } });
    const merge = await mergeBranches({ cwd: repo.path, ours: 'a', theirs: 'b' });
    const { draft = '', conflicts } = merge;
    await repo.git('read-tree', '-u', '--reset', draft);
    await repo.write({
      'bin/bun': '#!/bin/sh\necho \'{ "new": 1 }\' > bun.lock\n',
      'bin/yarn': '#!/bin/sh\necho half > yarn.lock\necho "$YARN_ENABLE_SCRIPTS $YARN_ENABLE_NETWORK $*"\nexit 1\n',
    });
    for (const name of ['bun', 'yarn']) await chmod(join(repo.path, 'bin', name), 0o755);
    const env = { PATH: [join(repo.path, 'bin'), '/usr/bin', '/bin'].join(delimiter) };
    const regenerated = regenerateLockfiles({ worktree: repo.path, tree: draft, lockfiles: conflicts, env });
    await expect(regenerated).rejects.toMatchObject({ code: 'CDEV_E_MERGE_LOCKFILE_FAILED' });
    for (const [path, text] of Object.entries(files('a')))
      expect(await readFile(join(repo.path, path), 'utf8')).toBe(text);

    const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('cdev-lockfiles-'));
    const before = await left();
    const settled = await settleLockfiles(repo.path, merge, { env });
    expect(settled).toMatchObject({ tree: undefined, draft });
    // From the machine alone first, then with the network; never with scripts.
    expect(settled.conflicts.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 2 }, () => expect.stringContaining('0 install --mode=update-lockfile')),
    );
    expect(await left()).toEqual(before);
    expect((await settleLockfiles(repo.path, { ...merge, draft: undefined }, { env })).conflicts).toBe(conflicts);
  });
});
