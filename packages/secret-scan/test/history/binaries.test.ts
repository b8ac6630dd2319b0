import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { gzipSync } from 'node:zlib';
import { makeTar, tempRepo } from '@cdev/test-kit';
import { scanHistory } from '../../src/index.ts';
import { line, places } from '../secret-line.ts';

const wide = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

test('text of which an attribute says that no lines are shown, of whatever size', async () => {
  await using repo = await tempRepo({ 'small.json': line(1) });
  await repo.write({ '.git/info/attributes': '*.json -diff\n' });
  await repo.commit('Large', { 'large.json': `${'// one more line\n'.repeat(200_000)}${line(2)}` });
  await repo.commit('Out', { 'large.json': '', 'small.json': '' });
  const { findings, gaps } = await scanHistory(await openRepository(repo.path));
  expect(places(findings).toSorted()).toEqual(['large.json:200001', 'small.json:1']);
  expect(gaps).toEqual([]);
});

test('a file of which git shows no lines, whatever its name says', async () => {
  await using repo = await tempRepo({});
  for (const [at, path] of ['a and b', 'x and /dev/null', 'q"uote and \ttab differ'].entries()) {
    await repo.write({ [path]: '' });
    await writeFile(join(repo.path, path), wide(line(at)));
    await repo.git('add', '.');
    await repo.git('commit', '-q', '-m', 'In');
    await writeFile(join(repo.path, path), wide(`\n${line(at + 10)}`));
    await repo.git('commit', '-q', '-a', '-m', 'Other');
    await repo.git('rm', '-q', path);
    await repo.git('commit', '-q', '-m', 'Out');
  }
  const { findings } = await scanHistory(await openRepository(repo.path));
  expect(places(findings).toSorted()).toEqual([
    'a and b:1',
    'a and b:2',
    'q"uote and \ttab differ:1',
    'q"uote and \ttab differ:2',
    'x and /dev/null:1',
    'x and /dev/null:2',
  ]);
});

test('what is passed over is told, then and after it was remembered; not what is only in commits that are gone', async () => {
  await using repo = await tempRepo({ 'a.ts': line(1) });
  await writeFile(join(repo.path, 'large.zip'), Buffer.alloc(64_000_001));
  await writeFile(join(repo.path, 'cut.tgz'), gzipSync(makeTar([['a.ts', line(2)]])).subarray(0, -20));
  await writeFile(join(repo.path, 'packed.7z'), Buffer.from('7z\0\0'));
  await repo.git('add', '.');
  await repo.git('-c', 'core.compression=1', 'commit', '-q', '-m', 'Archives');
  const repository = await openRepository(repo.path);
  const first = await scanHistory(repository);
  expect(places(first.findings)).toEqual(['a.ts:1']);
  expect(first.gaps.toSorted()).toEqual([
    expect.stringMatching(/^cut\.tgz is /),
    'large.zip is larger than 64 MB',
    'packed.7z is packed in a form that is not read here (7z)',
  ]);
  const second = await scanHistory(repository);
  expect(second).toMatchObject({ commits: 0, gaps: first.gaps });
  await repo.git('reset', '-q', '--hard', 'HEAD~1');
  expect(await scanHistory(repository)).toMatchObject({ commits: 0, gaps: [] });
});
