import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signCommits, tempRepo } from '@cdev/test-kit';
import { commitsBetween, commitTree, requireCommit } from '../src/index.ts';

const author = { name: 'Zoë', email: 'zoe@example.com' };

describe('commitTree', () => {
  test('makes a commit and moves nothing', async () => {
    await using repo = await tempRepo({ a: 'a\n' }, { branches: { one: { b: 'b\n' } } });
    const head = await repo.git('rev-parse', 'HEAD');
    const options = { tree: 'one', parents: ['main', 'one'], message: 'Größe\n\n# kept', author, committer: author };
    const commit = await commitTree(repo.path, { ...options, time: '2026-05-01T10:00:00Z' });
    const made = (await commitsBetween(repo.path, 'one', commit)).find((found) => found.commit === commit);
    expect(made).toMatchObject({
      parents: [head, await requireCommit(repo.path, 'one')],
      author,
      subject: 'Größe',
      body: '# kept',
      time: '2026-05-01T10:00:00.000Z',
    });
    expect(await repo.git('rev-parse', 'HEAD')).toBe(head);
  });

  test('says what to configure when git does not know who commits', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    await repo.git('config', 'user.useConfigOnly', 'true');
    await repo.git('config', 'user.name', '');
    await expect(commitTree(repo.path, { tree: 'HEAD', parents: [], message: 'x' })).rejects.toMatchObject({
      code: 'CDEV_E_GIT_NO_IDENTITY',
      kind: 'environment',
    });
  });

  test('names the tree or parent that is not there', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    const rest = { message: 'x', author, committer: author };
    for (const wrong of [
      { tree: 'gone', parents: [] },
      { tree: 'HEAD', parents: ['gone'] },
    ])
      await expect(commitTree(repo.path, { ...wrong, ...rest })).rejects.toMatchObject({
        code: 'CDEV_E_GIT_UNKNOWN_REVISION',
        details: { revision: 'gone' },
      });
  });
});

/** Where GnuPG is not installed, these tests are skipped and counted as such. */
const hasGnupg = ((): boolean => {
  try {
    execFileSync('gpg', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const same = { tree: 'HEAD', parents: ['HEAD'], message: 'x', time: '2026-05-01T10:00:00Z', sign: true };

describe('a signed commit', () => {
  test('is signed once: made again it is the same, though another signature would be another commit', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    const key = await signCommits(repo, 'ecdsa');
    const first = await commitTree(repo.path, same);
    expect(await repo.git('cat-file', 'commit', first)).toContain('BEGIN SSH SIGNATURE');
    await repo.git('verify-commit', first);
    expect(await commitTree(repo.path, same)).toBe(first);
    // What is remembered counts only for the very same commit.
    const unsigned = await commitTree(repo.path, { ...same, sign: false });
    const other = await commitTree(repo.path, { ...same, message: 'other' });
    await writeFile(join(repo.path, '.git/cdev/signed', unsigned), other);
    const anew = await commitTree(repo.path, same);
    expect([first, other, unsigned]).not.toContain(anew);
    await repo.git('verify-commit', anew);
    await repo.git('config', 'user.signingKey', `${key}.gone`);
    const head = await repo.git('for-each-ref');
    await expect(commitTree(repo.path, { ...same, message: 'late' })).rejects.toMatchObject({
      code: 'CDEV_E_GIT_NOT_SIGNED',
      kind: 'environment',
      message: expect.stringContaining('signing-key.gone'),
    });
    expect(await repo.git('for-each-ref')).toBe(head);
  });
});

(hasGnupg ? describe : describe.skip)('a commit signed by GnuPG', () => {
  test('is one that GnuPG accepts, and refused by a key that is gone', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    // Its agent's socket needs a short path.
    const home = await mkdtemp(join(tmpdir(), 'gpg-'));
    const program = join(repo.path, '..', 'gpg');
    await writeFile(program, `#!/bin/sh\nGNUPGHOME='${home}' exec gpg "$@"\n`, { mode: 0o755 });
    const stdio = { env: { ...process.env, GNUPGHOME: home }, stdio: 'ignore' } as const;
    try {
      execFileSync('gpg', ['--batch', '--passphrase', '', '--quick-gen-key', 'ada@example.org', 'ed25519'], stdio);
      for (const [name, value] of [
        ['gpg.program', program],
        ['user.signingKey', 'ada@example.org'],
        ['commit.gpgSign', 'true'],
      ] as const)
        await repo.git('config', name, value);
      const first = await commitTree(repo.path, same);
      await repo.git('verify-commit', first);
      expect(await commitTree(repo.path, same)).toBe(first);
      await rm(join(home, 'private-keys-v1.d'), { recursive: true });
      await expect(commitTree(repo.path, { ...same, message: 'late' })).rejects.toMatchObject({
        code: 'CDEV_E_GIT_NOT_SIGNED',
        message: expect.stringContaining('failed to sign'),
      });
    } finally {
      execFileSync('gpgconf', ['--kill', 'all'], stdio);
      await rm(home, { recursive: true, force: true });
    }
  });
});
