import { tempFolder, tempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { readCodeOwners, readInventory, type CodeOwners } from '../../src/index.ts';

const github = '.github/CODEOWNERS';

async function ownersIn(files: Readonly<Record<string, string>>): Promise<CodeOwners | undefined> {
  await using repository = await tempRepo({ 'src/a.ts': '', ...files });
  return await readCodeOwners(await readInventory(repository.path, { commit: 'HEAD' }));
}

/** The owners of each path, `+` between those of several sections. */
async function whoOwns(text: string, paths: readonly string[], file = github): Promise<Record<string, string>> {
  const owners = await ownersIn({ [file]: text });
  return Object.fromEntries(
    paths.map((path) => [path, (owners?.ownersOf(path) ?? []).map(({ anyOf }) => anyOf.join(' ')).join(' + ')]),
  );
}

describe('readCodeOwners', () => {
  test('the last line that matches decides, and one without owners leaves nobody', async () => {
    const text = '* @all\n\n# the shop\n/shop/ @org/shop ann@example.org # both\n/shop/old\n/shop/old/keep.ts @ben\n';
    expect(await whoOwns(text, ['a.ts', 'shop/x/.env', 'shop/old/y.ts', 'shop/old/keep.ts'])).toEqual({
      'a.ts': '@all',
      'shop/x/.env': '@org/shop ann@example.org',
      'shop/old/y.ts': '',
      'shop/old/keep.ts': '@ben',
    });
  });

  test.each([
    ['*', ['a', 'b/.c/d'], []],
    ['/*', ['a'], ['b/a']],
    ['*.js', ['a.js', 'b/c.js', 'b.js/c'], ['a.jsx', 'ajs']],
    ['/build/logs/', ['build/logs/a', 'build/logs/b/c'], ['x/build/logs/a', 'build/logs']],
    ['docs/*', ['docs/a.md'], ['docs/b/a.md', 'x/docs/a.md']],
    ['apps/', ['apps/a', 'x/apps/b/c'], ['apps']],
    ['apps/**/*', ['apps/a', 'apps/b/c.ts'], ['apps', 'x/apps/a']],
    ['**/logs', ['logs', 'a/b/logs', 'logs/c/d'], ['logs2']],
    ['a/**/z.ts', ['a/z.ts', 'a/b/c/z.ts'], ['z.ts', 'a/bz.ts']],
    ['/src/api', ['src/api', 'src/api/a/b'], ['src/api.ts']],
    ['a?.ts', ['ab.ts', 'x/ac.ts'], ['a.ts', 'a/.ts']],
    [String.raw`/my\ docs/a.md`, ['my docs/a.md'], ['my', 'docs/a.md']],
    ['/app/[id]/(shop)/+page.ts', ['app/[id]/(shop)/+page.ts'], ['app/i/(shop)/+page.ts']],
    ['/README.md', ['README.md'], ['readme.md', 'READMEXmd']],
    ['/', [], ['a', 'b/c']],
  ])('%s as GitHub reads it', async (pattern, inside, outside) => {
    const owned = await whoOwns(`${pattern} @x\n`, [...inside, ...outside]);
    expect(Object.keys(owned).filter((path) => owned[path] === '@x')).toEqual(inside);
  });

  test('a line that GitHub does not understand is passed over', async () => {
    const text = '* @all\n!a.ts @x\nb.ts someone\nc.ts @x,@y\nd.ts @x\r\n';
    expect(await whoOwns(text, ['a.ts', 'b.ts', 'c.ts', 'd.ts'])).toEqual({
      'a.ts': '@all',
      'b.ts': '@all',
      'c.ts': '@all',
      'd.ts': '@x',
    });
  });

  test('each section of GitLab decides by itself, with owners of its own where a line names none', async () => {
    const text = [
      '* @all',
      '[Docs][2] @org/docs/writers',
      'docs/',
      '*.md @ann',
      '^[Database] @dba',
      '/model/*.sql',
      '!/model/old.sql',
      '[docs]',
      'guide.txt nobody @@developer',
    ].join('\n');
    const paths = ['a.ts', 'x/docs/b.ts', 'docs/c.md', 'model/t.sql', 'model/old.sql', 'model/deep/t.sql', 'guide.txt'];
    const owned = {
      'a.ts': '@all',
      'x/docs/b.ts': '@all + @org/docs/writers',
      'docs/c.md': '@all + @ann',
      'model/t.sql': '@all + @dba',
      'model/old.sql': '@all',
      'model/deep/t.sql': '@all',
      'guide.txt': '@all + @@developer',
    };
    expect(await whoOwns(text, paths, 'CODEOWNERS')).toEqual(owned);
    expect(await whoOwns(text, paths, '.gitlab/CODEOWNERS')).toEqual(owned);
  });

  test('is the first of the places that the forges look at, at the commit, and says the line', async () => {
    const files = { 'docs/CODEOWNERS': '* @docs', CODEOWNERS: '\n* @top', [github]: '* @hub' };
    expect((await ownersIn(files))?.file).toBe(github);
    const top = await ownersIn({ 'docs/CODEOWNERS': '* @docs', CODEOWNERS: '\n* @top' });
    expect([top?.file, top?.ownersOf('a.ts')]).toEqual(['CODEOWNERS', [{ anyOf: ['@top'], line: 2 }]]);
    expect((await ownersIn({ 'docs/CODEOWNERS': '* @docs' }))?.file).toBe('docs/CODEOWNERS');
    expect((await ownersIn({ [github]: '', CODEOWNERS: '* @top' }))?.ownersOf('a.ts')).toEqual([]);
    expect(await ownersIn({ 'src/CODEOWNERS': '* @x' })).toBeUndefined();
  });

  test('reads the files on disk where no commit is asked for, and no file that GitHub finds too large', async () => {
    await using folder = await tempFolder({ CODEOWNERS: '* @disk' });
    expect((await readCodeOwners(await readInventory(folder.path)))?.ownersOf('x')).toEqual([
      { anyOf: ['@disk'], line: 1 },
    ]);
    await folder.write({ CODEOWNERS: `* @disk\n${'# much\n'.repeat(430_000)}` });
    expect(await readCodeOwners(await readInventory(folder.path))).toBeUndefined();
  });
});
