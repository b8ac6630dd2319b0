import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { installDriver, mergeFile, uninstallDriver } from '../../src/index.ts';

const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
const limit = (value: string) => `export const limit = ${value};\n`;
const files = {
  base: 'base',
  ours: 'ours',
  theirs: 'theirs',
  path: 'src/x.ts',
  markerSize: 7,
  minConfidence: 'likely',
} as const;

async function drive(base: string, ours: string, theirs: string, path = 'src/x.ts') {
  await using folder = await tempFolder({ base, ours, theirs });
  const outcome = await mergeFile({ ...files, path }, testContext({ cwd: folder.path }));
  return { ...outcome, content: await readFile(join(folder.path, 'ours'), 'utf8') };
}

describe('the merge driver', () => {
  test('merges by structure, and else does what git does', async () => {
    expect(await drive(barrel('s'), barrel('s', 'a'), barrel('s', 'b'))).toMatchObject({
      status: 'ok',
      content: barrel('s', 'a', 'b'),
    });
    const open = await drive(limit('1'), limit('a()'), limit('["b"]'));
    expect(open).toMatchObject({ status: 'findings', result: { outcome: 'fallback' } });
    expect(open.content).toBe(`<<<<<<< ours\n${limit('a()')}=======\n${limit('["b"]')}>>>>>>> theirs\n`);
    expect(await drive('a\0', 'b\0', 'c\0')).toMatchObject({ status: 'findings', content: 'b\0' });
    // A text that does not parse is git's affair.
    const lines = ['{', 'b', 'c', 'd', 'e', '}'];
    const broken = await drive(
      lines.join('\n'),
      ['{ a', ...lines.slice(1)].join('\n'),
      [...lines.slice(0, -1), '} z'].join('\n'),
      'x.json',
    );
    expect(broken).toMatchObject({ status: 'ok', content: ['{ a', 'b', 'c', 'd', 'e', '} z'].join('\n') });
  });

  const bin = fileURLToPath(new URL('driver-process.ts', import.meta.url));
  const command = `'${process.execPath}' --disable-warning=ExperimentalWarning --conditions=@cdev/source '${bin}'`;
  const install = (repo: TempRepo, isDryRun = false) =>
    installDriver({ patterns: [], command, isDryRun }, testContext({ cwd: repo.path }));

  test('is installed beside what is there, is run by git, and is taken out again', async () => {
    await using repo = await tempRepo(
      { 'i.ts': barrel('s'), 'limit.ts': limit('1') },
      { branches: { topic: { 'i.ts': barrel('s', 'b'), 'limit.ts': limit('["b"]') } } },
    );
    await repo.commit('Ours', { 'i.ts': barrel('s', 'a'), 'limit.ts': limit('a()') });
    await repo.write({ '.git/info/attributes': '*.png binary' });
    await install(repo, true);
    expect(await readFile(join(repo.path, '.git/info/attributes'), 'utf8')).toBe('*.png binary');
    expect((await install(repo)).result.outcome).toBe('installed');
    expect((await install(repo)).result.outcome).toBe('unchanged');
    const attributes = await repo.git('check-attr', 'merge', 'binary', '--', 'a/b.ts', 'pnpm-lock.yaml', 'x.png');
    expect(attributes).toContain('a/b.ts: merge: cdev');
    expect(attributes).toContain('pnpm-lock.yaml: merge: unspecified');
    expect(attributes).toContain('x.png: binary: set');
    await repo.git('merge', 'topic').catch(() => {});
    expect(await repo.git('status', '--porcelain')).toBe('M  i.ts\nUU limit.ts');
    expect(await readFile(join(repo.path, 'i.ts'), 'utf8')).toBe(barrel('s', 'a', 'b'));
    expect(await readFile(join(repo.path, 'limit.ts'), 'utf8')).toContain('<<<<<<<');
    const uninstall = () => uninstallDriver({ isDryRun: false }, testContext({ cwd: repo.path }));
    expect((await uninstall()).result.outcome).toBe('removed');
    expect((await uninstall()).result.outcome).toBe('absent');
    expect(await readFile(join(repo.path, '.git/info/attributes'), 'utf8')).toBe('*.png binary\n');
    expect(await repo.git('config', '--get-regexp', 'merge.cdev').catch(() => 'none')).toBe('none');
  });

  test('is started from where this script is when it is not on PATH', async () => {
    await using repo = await tempRepo();
    const { result } = await installDriver(
      { patterns: ['*.ts'], command: undefined, isDryRun: true },
      testContext({ cwd: repo.path, env: { PATH: '/nowhere' } }),
    );
    expect(result.driver).toBe(
      `'${process.execPath}' '${fileURLToPath(new URL('../../bin/cdev-resolve-conflicts.js', import.meta.url))}' merge-file %O %A %B %P --marker-size %L`,
    );
  });
});
