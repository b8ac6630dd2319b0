import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { groupSecrets, scanStaged, scanTree, type PlacedFinding } from '../src/index.ts';
import { line, places, token } from './secret-line.ts';

// Other systems have no such names.
const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('names that are not in UTF-8', () => {
  test('are told', async () => {
    await using folder = await tempFolder({ 'a.ts': line(1) });
    const below = (name: string): Buffer =>
      Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.from(name, 'latin1')]);
    await writeFile(below('b\xff.ts'), line(2));
    await mkdir(below('c\xff'));
    await writeFile(below('c\xff/d.ts'), line(3));
    const scan = await scanTree({ root: folder.path, repository: undefined });
    expect(places(scan.findings)).toEqual(['a.ts:1']);
    expect(scan.skipped.map(({ path }) => path)).toEqual(['c\uFFFD/', 'b\uFFFD.ts']);
    expect(scan.skipped[0]?.reason).toBe('has a name that is not in UTF-8, by which it cannot be opened');
  });
});

describe('scanTree', () => {
  test('tracked and new files, not ignored ones; an ignored file for secrets is told', async () => {
    await using repo = await tempRepo({ 'src/a.ts': `\n${line(1)}`, '.gitignore': '.env\nbuild\n' });
    await repo.write({ 'ä b.ts': line(2), '.env': `T=${token(3)}\n`, 'build/x.js': line(4) });
    const scan = await scanTree({ root: repo.path, repository: repo.path });
    expect(places(scan.findings)).toEqual(['src/a.ts:2', 'ä b.ts:1']);
    expect(scan).toMatchObject({ ignored: ['.env'], skipped: [], files: 3 });
  });

  test('threads find what one thread finds', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3200 }, (_, at) => [`f${at}.ts`, at % 800 === 0 ? line(at + 1) : 'export {};\n']),
    );
    await using folder = await tempFolder(files);
    const options = { root: folder.path, repository: undefined };
    const [one, many] = [await scanTree({ ...options, threads: 1 }), await scanTree({ ...options, threads: 3 })];
    expect(one.findings.length).toBe(4);
    expect(many).toEqual(one);
  });

  test('a link in a circle, a file that may not be read, a folder of links and special names are survived', async () => {
    await using folder = await tempFolder({
      'a.ts': line(1),
      'locked.ts': line(2),
      'with "quotes" and\nfeed.ts': line(3),
    });
    await symlink('.', join(folder.path, 'circle'));
    await symlink('nowhere', join(folder.path, 'broken'));
    await chmod(join(folder.path, 'locked.ts'), 0);
    const scan = await scanTree({ root: folder.path, repository: undefined });
    const isRoot = process.getuid?.() === 0;
    expect(places(scan.findings).filter((place) => !place.startsWith('locked'))).toEqual([
      'a.ts:1',
      'with "quotes" and\nfeed.ts:1',
    ]);
    expect(scan.skipped).toEqual(isRoot ? [] : [{ path: 'locked.ts', reason: 'cannot be read (EACCES)' }]);
  });

  test('one line of twelve million bytes, with a secret at its end', async () => {
    await using folder = await tempFolder({});
    const filler = 'var a=1;'.repeat(1_500_000);
    await writeFile(join(folder.path, 'big.min.js'), `\n${filler}var npm="${token(5)}";`);
    const scan = await scanTree({ root: folder.path, repository: undefined });
    expect(places(scan.findings)).toEqual(['big.min.js:2']);
    expect(scan.findings[0]?.offset).toBe(1 + filler.length + 'var npm="'.length);
  });

  test('a repository within, and a submodule', async () => {
    await using inner = await tempRepo({ 'in.ts': line(1) });
    await using repo = await tempRepo({ 'a.ts': '' });
    await repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.path, 'sub');
    await mkdir(join(repo.path, 'nested'));
    await repo.git('init', '-q', 'nested');
    await writeFile(join(repo.path, 'nested/n.ts'), line(2));
    const scan = await scanTree({ root: repo.path, repository: repo.path });
    expect(places(scan.findings)).toEqual(['nested/n.ts:1', 'sub/in.ts:1']);
  });

  test('a submodule whose name has an ending, one whose folder is gone, and a link to a folder', async () => {
    await using inner = await tempRepo({ 'in.ts': line(1) });
    await using repo = await tempRepo({ 'a.ts': line(2) });
    for (const name of ['lib.js', 'gone'])
      await repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.path, name);
    await rm(join(repo.path, 'gone'), { recursive: true });
    await symlink('lib.js', join(repo.path, 'link'));
    await repo.git('add', 'link');
    const scan = await scanTree({ root: repo.path, repository: repo.path });
    expect(places(scan.findings)).toEqual(['a.ts:1', 'lib.js/in.ts:1']);
  });

  test('a submodule that was not fetched, and what lies in its folder all the same', async () => {
    await using inner = await tempRepo({ 'in.ts': line(1) });
    await using repo = await tempRepo({ 'a.ts': line(2) });
    for (const name of ['empty', 'sub'])
      await repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.path, name);
    await repo.git('submodule', 'deinit', '-q', '--all', '--force');
    await repo.write({ 'sub/d/left.ts': line(3) });
    const scan = await scanTree({ root: repo.path, repository: repo.path });
    expect(places(scan.findings)).toEqual(['a.ts:1', 'sub/d/left.ts:1']);
  });
});

describe('scanStaged', () => {
  test('what is staged, not what is in the file, and not what was there before', async () => {
    await using repo = await tempRepo({ 'a.ts': line(1) });
    await repo.write({ 'a.ts': `${line(1)}${line(2)}`, 'b c.ts': line(3) });
    await repo.git('add', '.');
    await repo.write({ 'a.ts': '', 'unstaged.ts': line(4) });
    const scan = await scanStaged(await openRepository(repo.path));
    expect(places(scan.findings)).toEqual(['a.ts:2', 'b c.ts:1']);
    expect(scan.files).toBe(2);
  });

  test('says of what is broken or too large that it was not looked at', async () => {
    await using repo = await tempRepo({ 'a.ts': '' });
    await repo.write({ 'a.ts': line(1), 'broken.ts': line(2), 'large.txt': 'x'.repeat(20_000_001), 'large.png': 'y' });
    await repo.git('add', '.');
    const oid = await repo.git('rev-parse', ':broken.ts');
    const object = join(repo.path, '.git/objects', oid.slice(0, 2), oid.slice(2));
    await chmod(object, 0o644);
    await writeFile(object, 'no object');
    const scan = await scanStaged(await openRepository(repo.path));
    expect(places(scan.findings)).toEqual(['a.ts:1']);
    expect(scan.skipped).toEqual([
      { path: 'broken.ts', reason: 'is broken in the repository' },
      { path: 'large.txt', reason: 'is larger than 20 MB' },
    ]);
  });

  test('what only moved is not new, what was added to it is', async () => {
    await using repo = await tempRepo({ 'old ü.ts': `${'// text\n'.repeat(20)}${line(1)}`, 'other.ts': line(2) });
    await repo.git('mv', 'old ü.ts', 'new.ts');
    await repo.git('mv', 'other.ts', 'moved.ts');
    expect((await scanStaged(await openRepository(repo.path))).findings).toEqual([]);
    await repo.write({ 'new.ts': `${'// text\n'.repeat(20)}${line(1)}${line(3)}`, 'copy.ts': line(2) });
    await repo.git('add', '.');
    const { findings } = await scanStaged(await openRepository(repo.path));
    expect(places(findings)).toEqual(expect.arrayContaining(['new.ts:22']));
    expect(places(findings)).not.toContain('new.ts:21');
    // Of two that have it one is new.
    expect(places(findings).filter((place) => /copy|moved/.test(place))).toHaveLength(1);
  });

  test('before the first commit', async () => {
    await using folder = await tempFolder({ 'a.ts': line(1) });
    await using repo = await tempRepo({});
    await repo.git('checkout', '-q', '--orphan', 'fresh');
    await repo.write({ 'x.ts': line(2) });
    await repo.git('add', 'x.ts');
    expect(places((await scanStaged(await openRepository(repo.path))).findings)).toEqual(['x.ts:1']);
    expect(folder.path).not.toBe('');
  });
});

test('one secret is one finding with all its places, the widest reach first', () => {
  const base = {
    title: 'a token',
    redacted: 'npm_…',
    severity: 'high',
    confidence: 'high',
    reasons: [],
    column: 1,
    endLine: 1,
    endColumn: 2,
    offset: 0,
    length: 1,
  } as const;
  const at = (
    secretId: string,
    surface: PlacedFinding['surface'],
    path: string,
    level: PlacedFinding['level'] = 'error',
  ): PlacedFinding => ({ ...base, ruleId: 'npm-token', secretId, surface, path, level, line: 1 });
  const secrets = groupSecrets([
    at('a', 'history', 'x'),
    at('b', 'history', 'y', 'note'),
    at('a', 'tarball', 'dist/x', 'note'),
    at('c', 'worktree', 'z'),
  ]);
  expect(
    secrets.map(({ secretId, reach, level, places }) => [secretId, reach, level, places.map(({ path }) => path)]),
  ).toEqual([
    ['a', 'tarball', 'error', ['dist/x', 'x']],
    ['c', 'worktree', 'error', ['z']],
    ['b', 'history', 'note', ['y']],
  ]);
  expect(secrets[0]).not.toHaveProperty('path');
});
