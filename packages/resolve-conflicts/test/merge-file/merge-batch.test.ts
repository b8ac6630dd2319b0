import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { mergeBatch } from '../../src/index.ts';

const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
const row = (id: number | string, more: Record<string, unknown> = {}) =>
  JSON.stringify({ id, file: 'src/index.ts', ext: '.ts', base: 'some', kind: 'ts', ...more });
const versions = (id: string, base: string, ours: string, theirs: string) => ({
  [`in/${id}/base.ts`]: base,
  [`in/${id}/ours.ts`]: ours,
  [`in/${id}/theirs.ts`]: theirs,
});

async function merge(manifest: string, files: Record<string, string> = {}) {
  const folder = await tempFolder({ 'in/manifest.jsonl': manifest, ...files });
  const options = { manifest: 'in/manifest.jsonl', results: 'out.jsonl', minConfidence: 'likely' } as const;
  return { folder, outcome: mergeBatch(options, testContext({ cwd: folder.path })) };
}

describe('a batch of conflicted files', () => {
  test('gets a line a file, and the merged text of what is sure enough', async () => {
    const { folder, outcome } = await merge(`${row(1)}\n${row('b')}\n${row(3)}\n`, {
      ...versions('1', barrel('s'), barrel('s', 'a'), barrel('s', 'b')),
      ...versions('b', 'export const limit = 1;\n', 'export const limit = a();\n', 'export const limit = ["b"];\n'),
    });
    await using _ = folder;
    expect(await outcome).toMatchObject({ status: 'ok', result: { files: 3, resolved: 1, conflicts: 2 } });
    const text = await readFile(join(folder.path, 'out.jsonl'), 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ id: 1, status: 'resolved', confidence: 'likely' });
    expect(await readFile(String(lines[0]?.['file']), 'utf8')).toBe(barrel('s', 'a', 'b'));
    expect(lines[1]).toMatchObject({ id: 'b', status: 'conflict' });
    expect(lines[2]).toMatchObject({ id: 3, status: 'conflict', reason: expect.stringContaining('ENOENT') });
  });

  test.each([
    ['{"id":1', 'line 1'],
    [`${row(1)}\n[]`, 'line 2'],
    [row('../up'), 'line 1'],
    [row(1, { ext: '/x' }), 'line 1'],
    [row(1, { file: 7 }), 'line 1'],
  ])('refuses a list with %j', async (manifest, where) => {
    const { folder, outcome } = await merge(manifest);
    await using _ = folder;
    await expect(outcome).rejects.toMatchObject({
      code: 'CDEV_E_RESOLVE_MANIFEST_INVALID',
      message: expect.stringContaining(where),
    });
  });
});
