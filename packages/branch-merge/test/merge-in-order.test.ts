import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { mergeInOrder, rulesOf } from '../src/index.ts';

describe('mergeInOrder', () => {
  test('merges one upon the other, and goes on without one that does not go in', async () => {
    const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
    await using repo = await tempRepo(
      { 'src/index.ts': barrel('start'), 'a.txt': 'x\n' },
      {
        branches: {
          one: { 'src/index.ts': barrel('start', 'one'), 'a.txt': '1\n' },
          two: { 'src/index.ts': barrel('start', 'two'), 'a.txt': '2\n' },
          three: { 'src/index.ts': barrel('start', 'three') },
        },
      },
    );
    const refs = await repo.git('for-each-ref');
    const candidates = ['one', 'two', 'three'].map((id) => ({ id, commit: id }));
    const options = { cwd: repo.path, onto: { commit: 'main', name: 'main' }, candidates };
    const merges = await mergeInOrder(options);
    expect(merges.map(({ id, on, result }) => [id, on, result !== undefined])).toEqual([
      ['one', [], true],
      ['two', ['one'], false],
      ['three', ['one'], true],
    ]);
    expect(merges[1]?.merge.conflicts.map(({ path }) => path)).toEqual(['a.txt']);
    expect(await repo.git('show', `${merges[2]?.result}:src/index.ts`)).toBe(barrel('start', 'one', 'three').trimEnd());
    expect((await mergeInOrder(options))[2]?.result).toBe(merges[2]?.result);
    expect(await repo.git('for-each-ref')).toBe(refs);
  });
});

describe('rulesOf', () => {
  test('gives the rule that the plan declares for a path or a pattern', () => {
    const shared = [
      { path: 'src/index.ts', rule: 'imports', agents: ['*'], reason: '' },
      { path: 'docs/**', rule: 'union', agents: ['*'], reason: '' },
    ] as const;
    const rules = rulesOf({ shared });
    expect(['src/index.ts', 'docs/a/b.md', 'src/a.ts'].map(rules)).toEqual(['imports', 'union', undefined]);
  });
});
