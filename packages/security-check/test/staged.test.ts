import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { securityCheck } from '../src/security-check.ts';
import { checkOptions } from './check-options.ts';

test('a hook asks git for what is staged, and on Linux for nothing else', async () => {
  await using repo = await tempRepo({ 'a.ts': 'export const a = 1;\n' });
  await using traced = await tempFolder();
  await repo.write({ 'b.ts': 'export const b = 2;\n' });
  await repo.git('add', 'b.ts');
  const trace = join(traced.path, 'trace');
  process.env['GIT_TRACE'] = trace;
  try {
    const { result } = await securityCheck({ ...checkOptions, staged: true }, testContext({ cwd: repo.path }));
    expect(result.surfaces.find(({ surface }) => surface === 'index')).toMatchObject({ detail: '1 file staged' });
  } finally {
    delete process.env['GIT_TRACE'];
  }
  const commands = (await readFile(trace, 'utf8')).match(/(?<=built-in: git )[\w-]+/g);
  expect(commands?.toSorted()).toEqual(process.platform === 'linux' ? ['diff-index'] : ['diff-index', 'rev-parse']);
});
