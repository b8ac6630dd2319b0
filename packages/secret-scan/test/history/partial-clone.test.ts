import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';
import { openRepository } from '@cdev/git';
import { fillExample } from '@cdev/secret-rules';
import { tempFolder, tempRepo, type TempRepo } from '@cdev/test-kit';
import { scanHistory } from '../../src/index.ts';

const secret = `export const token = '${fillExample('npm_{a62:36}', 1)}';\n`;
const versions = 6;

let server: TempRepo;
beforeAll(async () => {
  server = await tempRepo({ 'src/deep/a.ts': secret });
  await server.git('config', 'uploadpack.allowFilter', 'true');
  await server.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  for (let at = 0; at < versions; at += 1) await server.commit(`Step ${at}`, { 'src/deep/a.ts': `// ${at}\n` });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const clone = (to: string, ...options: readonly string[]) =>
  run('git', ['clone', '--quiet', ...options, `file://${server.path}`, to], { cwd: server.path });

/** Each fetch from the remote that has promised the rest makes a pack of its own. */
const fetches = async (path: string): Promise<number> =>
  (await readdir(join(path, '.git/objects/pack'))).filter((name) => name.endsWith('.promisor')).length;

describe('the history of a clone that has not everything', () => {
  test.each([
    ['contents', 'blob:none', 1],
    ['folders', 'tree:0', 4],
  ])('without %s: what is lacking is fetched at once, not commit by commit', async (_, filter, rounds) => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'clone ü');
    await clone(path, `--filter=${filter}`);
    const before = await fetches(path);
    const scan = await scanHistory(await openRepository(path));
    expect(scan.findings.map((finding) => finding.path)).toEqual(['src/deep/a.ts']);
    expect([scan.commits, scan.gaps]).toEqual([versions + 1, []]);
    expect((await fetches(path)) - before).toBeLessThanOrEqual(rounds);
  });

  test('where the remote does not answer, it is said that not everything was read', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'clone');
    await clone(path, '--filter=blob:none');
    await rename(server.path, `${server.path}-gone`);
    try {
      const { gaps } = await scanHistory(await openRepository(path));
      expect(gaps[0]).toMatch(/^The clone is partial: 6 contents could not be fetched from origin \(.+\)$/);
    } finally {
      await rename(`${server.path}-gone`, server.path);
    }
    expect((await scanHistory(await openRepository(path))).gaps).toEqual([]);
  });

  test('without older commits: that is said', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'clone');
    await clone(path, '--depth=2');
    const repository = await openRepository(path);
    expect((await scanHistory(repository)).gaps).toEqual([expect.stringContaining('shallow')]);
    await run('git', ['fetch', '--quiet', '--unshallow'], { cwd: path });
    expect((await scanHistory(repository)).gaps).toEqual([]);
  });
});
