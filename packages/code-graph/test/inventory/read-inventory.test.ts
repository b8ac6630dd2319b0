import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { readInventory, readTexts, type Inventory } from '../../src/index.ts';

const paths = ({ files }: Inventory): readonly string[] => files.map(({ path }) => path);

describe('readInventory', () => {
  test('lists tracked and new files in order, whatever letters they have, and leaves out ignored and deleted ones', async () => {
    await using repository = await tempRepo({
      '.gitignore': 'ignored/\n',
      'src/ä ö/naïve file.ts': 'export {};',
      'src/gone.ts': '',
      'src/"quoted".ts': '',
    });
    await rm(join(repository.path, 'src/gone.ts'));
    await repository.write({ 'src/new.ts': '', 'ignored/x.ts': '' });
    const inventory = await readInventory(repository.path);
    expect(paths(inventory)).toEqual(['.gitignore', 'src/"quoted".ts', 'src/new.ts', 'src/ä ö/naïve file.ts']);
    expect(inventory).toMatchObject({ root: repository.path, isRepository: true, commit: undefined });
  });

  test('reads the whole repository from one of its folders and from a linked worktree', async () => {
    await using repository = await tempRepo({ 'a.ts': '', 'deep/er/b.ts': '' }, { worktrees: ['other'] });
    await repository.worktrees['other']?.write({ 'c.ts': '' });
    expect(paths(await readInventory(join(repository.path, 'deep/er')))).toEqual(['a.ts', 'deep/er/b.ts']);
    const worktree = repository.worktrees['other']?.path ?? '';
    expect(paths(await readInventory(worktree))).toEqual(['a.ts', 'c.ts', 'deep/er/b.ts']);
  });

  test('reads a commit as it was, also in a bare repository, with sizes and the names of contents', async () => {
    await using repository = await tempRepo({ 'a.ts': 'one' });
    await repository.commit('Second', { 'ü/b.ts': 'two', 'data.bin2': new Uint8Array([1, 0, 2]) });
    const before = await readInventory(repository.path, { commit: 'HEAD~1' });
    expect(before.files).toMatchObject([{ path: 'a.ts', size: 3, blob: expect.stringMatching(/^[0-9a-f]{40}$/) }]);
    await using bare = await tempRepo({ 'only.ts': 'x', 'data.bin2': new Uint8Array([1, 0, 2]) }, { bare: true });
    const inside = await readInventory(bare.path);
    expect(inside.files).toMatchObject([
      { path: 'data.bin2', isBinary: true },
      { path: 'only.ts', isBinary: false },
    ]);
    expect(inside.commit).toMatch(/^[0-9a-f]{40}$/);
  });

  test('names folders that are repositories of their own, on disk and in a commit, and lists nothing of them', async () => {
    await using repository = await tempRepo({ 'a.ts': '' });
    await repository.write({ 'vendor/ü x/b.ts': '', 'other/c.ts': '' });
    for (const folder of ['vendor/ü x', 'other']) {
      await execa('git', ['init', '--quiet', join(repository.path, folder)]);
      await execa('git', ['-C', join(repository.path, folder), 'add', '.']);
      await execa('git', ['-C', join(repository.path, folder), 'commit', '-q', '-m', 'x']);
    }
    await repository.git('add', 'vendor/ü x');
    await repository.git('commit', '-q', '-m', 'Take it in');
    const onDisk = await readInventory(repository.path);
    expect([paths(onDisk), onDisk.repositories.toSorted()]).toEqual([['a.ts'], ['other', 'vendor/ü x']]);
    const committed = await readInventory(repository.path, { commit: 'HEAD' });
    expect([paths(committed), committed.repositories]).toEqual([['a.ts'], ['vendor/ü x']]);
  });

  test('lists a folder without git as git would, leaving out installed packages', async () => {
    await using folder = await tempFolder({
      '.gitignore': '*.log\n',
      'src/é.py': '',
      'x.log': '',
      'node_modules/a/index.js': '',
    });
    const inventory = await readInventory(folder.path);
    expect(paths(inventory)).toEqual(['.gitignore', 'src/é.py']);
    expect(inventory.isRepository).toBe(false);
  });

  test('a repository without commits has the files on disk', async () => {
    await using repository = await tempRepo({ 'a.ts': '' });
    await repository.git('update-ref', '-d', 'HEAD');
    expect(paths(await readInventory(repository.path))).toEqual(['a.ts']);
  });

  test('finds the top through a link, from a folder with a line end in its name, and from within the git directory', async () => {
    await using folder = await tempFolder({});
    const git = async (cwd: string, ...args: string[]) => execa('git', args, { cwd });
    const odd = join(folder.path, 'a\nb');
    for (const top of [join(folder.path, 'plain'), odd]) {
      await git(folder.path, 'init', '--quiet', top);
      await mkdir(join(top, 'deep/er'), { recursive: true });
      await writeFile(join(top, 'deep/er/x.ts'), '');
      await symlink(join(top, 'deep/er'), join(folder.path, 'link'));
      const inventory = await readInventory(join(folder.path, 'link'));
      expect([inventory.root, paths(inventory)]).toEqual([top, ['deep/er/x.ts']]);
      await rm(join(folder.path, 'link'));
      await git(top, 'add', '.');
      await git(top, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'First');
      const within = await readInventory(join(top, '.git'));
      expect([within.root, paths(within)]).toEqual([join(top, '.git'), ['deep/er/x.ts']]);
      expect(within.commit).toMatch(/^[0-9a-f]{40}$/);
    }
  });

  test('refuses a commit that is not there, and any commit where there is no repository', async () => {
    await using repository = await tempRepo({ 'a.ts': '' });
    await using folder = await tempFolder();
    await expect(readInventory(repository.path, { commit: 'no-such' })).rejects.toMatchObject({
      code: 'CDEV_E_CODE_GRAPH_COMMIT_UNKNOWN',
    });
    await expect(readInventory(repository.path, { commit: '--all' })).rejects.toMatchObject({
      code: 'CDEV_E_CODE_GRAPH_COMMIT_UNKNOWN',
    });
    await expect(readInventory(folder.path, { commit: 'HEAD' })).rejects.toMatchObject({
      code: 'CDEV_E_CODE_GRAPH_NO_REPOSITORY',
    });
  });

  test('marks what people do not edit, what is no text, and links', async () => {
    const line = 'var a=1;'.repeat(4000);
    await using repository = await tempRepo({
      'pnpm-lock.yaml': '',
      'vendor/lib.go': '',
      'web/app.min.js': '',
      'web/bundle.js': line,
      'api/client.ts': `// @generated by a tool\n${'export const x = 1;\n'.repeat(2000)}`,
      'api/hand.ts': 'export const x = 1;\n'.repeat(2000),
      'test/__snapshots__/a.snap': '',
      'picture.png': new Uint8Array([137, 80, 78, 71]),
      noextension: new Uint8Array([0, 1, 2]),
      script: '#!/bin/sh\n',
      'wide.txt': new Uint8Array([0xff, 0xfe, 104, 0, 105, 0]),
    });
    await symlink('script', join(repository.path, 'link'));
    const { files } = await readInventory(repository.path);
    const generated = files.filter(({ isGenerated }) => isGenerated);
    expect(Object.fromEntries(generated.map(({ path, generatedAs }) => [path, generatedAs]))).toEqual({
      'api/client.ts': 'built',
      'pnpm-lock.yaml': 'lock',
      'test/__snapshots__/a.snap': 'snapshot',
      'vendor/lib.go': 'vendored',
      'web/app.min.js': 'minified',
      'web/bundle.js': 'minified',
    });
    expect(files.filter(({ isBinary }) => isBinary).map(({ path }) => path)).toEqual(['noextension', 'picture.png']);
    expect(files.filter(({ isLink }) => isLink).map(({ path }) => path)).toEqual(['link']);
  });
});

describe('readTexts', () => {
  test('gives texts of the disk or of the commit, UTF-16 too, and passes over what is binary or gone', async () => {
    await using repository = await tempRepo({
      'a.ts': 'old é',
      'b.ts': new Uint8Array([0, 1]),
      'wide.txt': new Uint8Array([0xff, 0xfe, 104, 0, 105, 0]),
      'gone.ts': 'x',
    });
    await repository.write({ 'a.ts': 'new' });
    const texts = async (inventory: Inventory): Promise<Record<string, string>> => {
      const found: Record<string, string> = {};
      for await (const { file, text } of readTexts({ inventory, files: inventory.files })) found[file.path] = text;
      return found;
    };
    const onDisk = await readInventory(repository.path);
    await rm(join(repository.path, 'gone.ts'));
    expect(await texts(onDisk)).toEqual({ 'a.ts': 'new', 'wide.txt': 'hi' });
    const atCommit = await readInventory(repository.path, { commit: 'HEAD' });
    expect(await texts(atCommit)).toEqual({ 'a.ts': 'old é', 'gone.ts': 'x', 'wide.txt': 'hi' });
  });

  test('reads many files and large ones, each with its own text, and passes over what became a folder meanwhile', async () => {
    const many = Object.fromEntries(Array.from({ length: 450 }, (_, at) => [`many/${at}.ts`, `text ${at}`]));
    const large = {
      'large/a.ts': `${'é'.repeat(100_000)}a`,
      'large/b.ts': 'b'.repeat(300_000),
      'large/c.ts': 'c',
    };
    await using repository = await tempRepo({ ...many, ...large, 'folder.ts': 'x', 'short.ts': 'long before' });
    const inventory = await readInventory(repository.path);
    await rm(join(repository.path, 'folder.ts'));
    await repository.write({ 'folder.ts/inside.ts': '', 'short.ts': 'now' });
    const found: Record<string, string> = {};
    for await (const { file, text } of readTexts({ inventory, files: inventory.files })) found[file.path] = text;
    expect(found).toEqual({ ...many, ...large, 'short.ts': 'now' });
    const first: string[] = [];
    for await (const { text } of readTexts({ inventory, files: inventory.files, maxBytes: 4 })) first.push(text);
    expect(new Set(first.filter((text) => text.startsWith('t')))).toEqual(new Set(['text']));
  });

  test('ends between two files when it is told to', async () => {
    await using repository = await tempRepo({ 'a.ts': 'a', 'b.ts': 'b' });
    const inventory = await readInventory(repository.path);
    const abort = new AbortController();
    const read = async (): Promise<void> => {
      for await (const { file } of readTexts({ inventory, files: inventory.files, signal: abort.signal }))
        abort.abort(new Error(`after ${file.path}`));
    };
    await expect(read()).rejects.toThrow('after a.ts');
  });
});
