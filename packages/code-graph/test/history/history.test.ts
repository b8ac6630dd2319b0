import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { tempFolder, tempRepo, type TempRepo } from '@cdev/test-kit';
import { coChange, pastMessages, readHistory, readInventory } from '../../src/index.ts';

async function busyRepository(): Promise<TempRepo> {
  const repository = await tempRepo({ 'src/a b.ts': '1', 'src/ü.ts': '1', 'readme.md': '1' });
  await repository.commit('Cache users\n\nSo that lookups are fast.\n\nSigned-off-by: A <a@b.c>\nCloses: #4', {
    'src/a b.ts': '2',
    'src/ü.ts': '2',
  });
  await repository.commit('Say more', { 'readme.md': '2' });
  await repository.git('mv', 'src/a b.ts', 'src/renamed.ts');
  await repository.commit('Rename');
  await repository.commit('Cache teams', { 'src/renamed.ts': '3', 'src/ü.ts': '3' });
  return repository;
}

describe('readHistory', () => {
  test('gives commits newest first, without trailers, with paths as they are named now', async () => {
    await using repository = await busyRepository();
    const { commits, isPartial } = await readHistory(repository.path);
    expect(commits.map(({ message, paths }) => [message, paths])).toEqual([
      ['Cache teams', ['src/renamed.ts', 'src/ü.ts']],
      ['Rename', ['src/renamed.ts']],
      ['Say more', ['readme.md']],
      ['Cache users\n\nSo that lookups are fast.', ['src/renamed.ts', 'src/ü.ts']],
      ['Begin', ['readme.md', 'src/renamed.ts', 'src/ü.ts']],
    ]);
    expect(commits[0]).toMatchObject({ hash: await repository.git('rev-parse', 'HEAD'), time: expect.any(Number) });
    expect(isPartial).toBe(false);
  });

  test('reads up to a limit, from any commit, and says when older ones were left out', async () => {
    await using repository = await busyRepository();
    const newest = await readHistory(repository.path, { limit: 2 });
    expect([newest.commits.length, newest.isPartial]).toEqual([2, true]);
    const older = await readHistory(repository.path, { commit: 'HEAD~2' });
    expect(older.commits.map(({ message }) => message.split('\n')[0])).toEqual(['Say more', 'Cache users', 'Begin']);
    expect(await readHistory(repository.path, { limit: 0 })).toEqual({ commits: [], isPartial: false });
  });

  test('is empty without a repository, without commits and for a commit that is not there', async () => {
    await using folder = await tempFolder();
    await using repository = await tempRepo({ 'a.ts': '' });
    expect((await readHistory(folder.path)).commits).toEqual([]);
    expect((await readHistory(repository.path, { commit: 'no-such' })).commits).toEqual([]);
    await repository.git('update-ref', '-d', 'HEAD');
    expect((await readHistory(repository.path)).commits).toEqual([]);
  });

  test('knows a shallow clone for what it is', async () => {
    await using repository = await busyRepository();
    await using folder = await tempFolder();
    await execa('git', ['clone', '--quiet', '--depth=2', `file://${repository.path}`, `${folder.path}/clone`]);
    const { commits, isPartial } = await readHistory(`${folder.path}/clone`);
    expect([commits.length, isPartial]).toEqual([2, true]);
  });

  test('reads a partial clone without fetching what it lacks', async () => {
    await using repository = await busyRepository();
    await repository.git('config', 'uploadpack.allowFilter', 'true');
    await using folder = await tempFolder();
    const clone = `${folder.path}/clone`;
    await execa('git', ['clone', '-q', '--bare', '--filter=blob:none', `file://${repository.path}`, clone]);
    const lacking = async (): Promise<string> =>
      (await execa('git', ['rev-list', '--objects', '--all', '--missing=print'], { cwd: clone })).stdout;
    const before = await lacking();
    const { commits } = await readHistory(clone);
    expect(commits.map(({ paths }) => paths[0])).toEqual(
      (await readHistory(repository.path)).commits.map(({ paths }) => paths[0]),
    );
    const inventory = await readInventory(clone);
    expect(inventory.files.map(({ path }) => path)).toEqual(['readme.md', 'src/renamed.ts', 'src/ü.ts']);
    expect(await lacking()).toBe(before);
    expect(before).toContain('?');
  });

  test('follows a file that was moved and edited at once', async () => {
    const lines = Array.from({ length: 30 }, (_, line) => `line ${line}\n`).join('');
    await using repository = await tempRepo({ 'old.ts': lines });
    await repository.git('mv', 'old.ts', 'new.ts');
    await repository.commit('Move', { 'new.ts': `${lines}more\n` });
    const { commits } = await readHistory(repository.path);
    expect(commits.map(({ paths }) => paths)).toEqual([['new.ts'], ['new.ts']]);
  });

  test('is not led astray by control characters in a message', async () => {
    await using repository = await tempRepo({ 'a.ts': '1' });
    await repository.commit('Odd \u0001 \u0002 \u0003 message', { 'a.ts': '2' });
    const [odd] = (await readHistory(repository.path)).commits;
    expect(odd).toMatchObject({ message: 'Odd \u0001 \u0002 \u0003 message', paths: ['a.ts'] });
  });
});

describe('coChange', () => {
  test('counts commits that changed both files, across a rename', async () => {
    await using repository = await busyRepository();
    const { commits, partners, similarity } = await coChange(repository.path);
    expect(commits).toBe(5);
    expect(partners('src/renamed.ts')).toEqual([
      { path: 'src/ü.ts', count: 3, share: 0.75 },
      { path: 'readme.md', count: 1, share: 0.25 },
    ]);
    expect(similarity('src/renamed.ts', 'src/ü.ts')).toBe(similarity('src/ü.ts', 'src/renamed.ts'));
    expect(similarity('src/renamed.ts', 'src/ü.ts')).toBeGreaterThan(similarity('src/renamed.ts', 'readme.md'));
    expect(similarity('src/renamed.ts', 'no/such.ts')).toBe(0);
    expect(partners('no/such.ts')).toEqual([]);
  });

  test('learns nothing from commits that changed very many files', async () => {
    await using repository = await busyRepository();
    const { partners } = await coChange(repository.path, { maxFiles: 2 });
    expect(partners('readme.md')).toEqual([]);
  });
});

describe('pastMessages', () => {
  test('finds past work by what was said of it', async () => {
    await using repository = await busyRepository();
    const history = await readHistory(repository.path);
    const found = pastMessages(history, { query: 'caching of user lookups' });
    expect(found.map(({ commit }) => commit.message.split('\n')[0])).toEqual(['Cache users', 'Cache teams']);
    expect(pastMessages(history, { query: 'caching', limit: 1 })).toHaveLength(1);
    expect(pastMessages(history, { query: 'zebra' })).toEqual([]);
  });
});
