import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { deleteRef, listRefs, nextRef, resolveCommit, updateRef } from '../src/index.ts';

describe('updateRef', () => {
  test('moves a ref that is where it is expected', async () => {
    await using repo = await tempRepo({}, { branches: { one: { a: 'a\n' } } });
    const [main, one] = [await repo.git('rev-parse', 'main'), await repo.git('rev-parse', 'one')];
    await updateRef(repo.path, { ref: 'refs/heads/work', to: main, from: undefined });
    await updateRef(repo.path, { ref: 'refs/heads/work', to: one, from: main, reason: 'integrate' });
    expect(await resolveCommit(repo.path, 'work')).toBe(one);
    expect(await repo.git('reflog', '-1', '--format=%gs', 'work')).toBe('integrate');
  });

  test('leaves a ref that has moved, appeared or gone, and says where it is', async () => {
    await using repo = await tempRepo({}, { branches: { one: { a: 'a\n' } } });
    const [main, one] = [await repo.git('rev-parse', 'main'), await repo.git('rev-parse', 'one')];
    const moved = { code: 'CDEV_E_GIT_REF_MOVED' };
    const update = (ref: string, from: string | undefined): Promise<void> =>
      updateRef(repo.path, { ref, to: main, from });
    await expect(update('refs/heads/one', main)).rejects.toMatchObject({
      ...moved,
      details: { found: one, expected: main },
    });
    await expect(update('refs/heads/one', undefined)).rejects.toMatchObject(moved);
    await expect(update('refs/heads/gone', main)).rejects.toMatchObject({ ...moved, details: { found: 'nothing' } });
    expect(await resolveCommit(repo.path, 'one')).toBe(one);
  });

  test('lets exactly one of many win', async () => {
    await using repo = await tempRepo();
    const to = await repo.git('rev-parse', 'main');
    const tries = Array.from({ length: 8 }, () => updateRef(repo.path, { ref: 'refs/cdev/x/1', to, from: undefined }));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('tells what git says when it refuses for another reason', async () => {
    await using repo = await tempRepo();
    const to = await repo.git('rev-parse', 'main');
    await expect(updateRef(repo.path, { ref: 'refs/heads/main/sub', to, from: undefined })).rejects.toMatchObject({
      code: 'CDEV_E_GIT_REF_REFUSED',
      message: expect.stringContaining('refs/heads/main'),
    });
  });

  test('asks the hooks of the user about branches, not about refs of our own', async () => {
    await using repo = await tempRepo();
    const hook = join(repo.path, '.git', 'hooks', 'reference-transaction');
    await repo.write({ '.git/hooks/keep': '' });
    await writeFile(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const to = await repo.git('rev-parse', 'main');
    await expect(updateRef(repo.path, { ref: 'refs/heads/x', to, from: undefined })).rejects.toMatchObject({
      code: 'CDEV_E_GIT_REF_REFUSED',
    });
    await updateRef(repo.path, { ref: 'refs/cdev/x', to, from: undefined });
    expect(await listRefs(repo.path, 'refs/cdev')).toHaveLength(1);
  });
});

describe('deleteRef', () => {
  test('deletes a ref where it is expected, and minds neither a second time nor an absent one', async () => {
    await using repo = await tempRepo({}, { branches: { one: { a: 'a\n' } } });
    const [main, one] = [await repo.git('rev-parse', 'main'), await repo.git('rev-parse', 'one')];
    await expect(deleteRef(repo.path, 'refs/heads/one', main)).rejects.toMatchObject({ code: 'CDEV_E_GIT_REF_MOVED' });
    await deleteRef(repo.path, 'refs/heads/one', one);
    await deleteRef(repo.path, 'refs/heads/one', one);
    expect(await resolveCommit(repo.path, 'one')).toBeUndefined();
  });
});

describe('nextRef', () => {
  test('counts by number, not by text', async () => {
    await using repo = await tempRepo();
    const prefix = 'refs/cdev/snapshots/plan/a';
    expect(await nextRef(repo.path, prefix)).toBe(`${prefix}/1`);
    for (const number of [2, 10, 'other']) await repo.git('update-ref', `${prefix}/${number}`, 'HEAD');
    expect(await nextRef(repo.path, `${prefix}/`)).toBe(`${prefix}/11`);
  });
});
