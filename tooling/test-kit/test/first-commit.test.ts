import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { createGit, tempFolder, type Files } from '@cdev/test-kit';
import { canWriteFirstCommit, writeFirstCommit } from '../src/first-commit.ts';

/** Every file of a repository's own folder; objects as they are before they are compressed. */
function contentOf(repository: string): Record<string, string> {
  const own = join(repository, '.git');
  return Object.fromEntries(
    readdirSync(own, { recursive: true, withFileTypes: true })
      .map((entry) => ({ entry, file: join(entry.parentPath, entry.name) }))
      .map(({ entry, file }) => {
        if (entry.isDirectory()) return [relative(own, file), 'a folder'];
        const bytes = readFileSync(file);
        const isObject = /objects[/\\][0-9a-f]{2}[/\\]/.test(file);
        return [relative(own, file), (isObject ? inflateSync(bytes) : bytes).toString('latin1')];
      }),
  );
}

(process.platform === 'linux' ? describe : describe.skip)('writeFirstCommit', () => {
  test.each<[string, Files]>([
    ['no file', {}],
    ['one file', { a: '1' }],
    ['names that sort in their own way', { 'a.b': '1', 'a/b': '2', a0: '3', 'a/b.c/d': '4', 'a/b0': '5', 'ü/ß': '6' }],
    ['folders of other lengths', { 'long/x': '1', 'b/x': '2', 'aa/x': '3', 'b/deep/er/y': '4', 'b/de/y': '5' }],
    ['the same content twice, and bytes', { a: 'x', b: 'x', 'c/d': '', e: Buffer.from([0, 255, 10]) }],
    ['a long path', { [`${'x'.repeat(200)}/${'y'.repeat(200)}`]: 'z' }],
    ['many', Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f${at % 7}/g${at % 3}/${at}`, `${at}\n`]))],
  ])('leaves what git does: %s', async (_, files) => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'repository');
    const git = createGit(folder.path);
    await git(folder.path, 'init', '--quiet', path);
    rmSync(join(path, '.git'), { recursive: true });
    for (const [name, content] of Object.entries(files)) await folder.write({ [`repository/${name}`]: content });

    expect(canWriteFirstCommit(files)).toBe(true);
    writeFirstCommit(path, files, { message: 'Begin', seconds: Date.UTC(2026, 0, 1, 0, 1) / 1000 });
    const written = contentOf(path);
    expect(await git(path, 'status', '--porcelain')).toBe('');
    rmSync(join(path, '.git'), { recursive: true });

    await git(path, 'init', '--quiet');
    await git(path, 'add', '--all');
    await git(path, 'commit', '--quiet', '--allow-empty', '--message', 'Begin');
    expect(written).toEqual(contentOf(path));
  });

  test.each(['.gitignore', 'a/.gitattributes', '.git/hooks/pre-commit', 'vendor/.git/HEAD', '.gitmodules', '../out'])(
    'is not for %s, which git takes in its own way',
    (path) => {
      expect(canWriteFirstCommit({ 'a.txt': '', [path]: '' })).toBe(false);
    },
  );
});
