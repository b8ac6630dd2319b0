import { describe, expect, test } from '@jest/globals';
import { parseMerge } from '../../src/merge/parse-merge.ts';

const reader = (...fields: readonly string[]): { next: () => string | undefined } => {
  const left = fields.values();
  return { next: () => left.next().value };
};
const oid = 'a'.repeat(40);

describe('parseMerge', () => {
  test('reads a clean merge as the tree alone, in a batch with an empty field', () => {
    const clean = { tree: oid, isClean: true, conflicts: [], messages: [] };
    expect(parseMerge(reader(oid), { isClean: true })).toEqual(clean);
    const batch = reader(oid, '', 'next');
    expect(parseMerge(batch, { isClean: true })).toEqual(clean);
    expect(batch.next()).toBe('next');
  });

  test('takes a submodule or an unknown conflict for what git calls it', () => {
    const version = `160000 ${oid} 2\tlib`;
    const conflict = (type: string): string | undefined =>
      parseMerge(reader(oid, version, '', '1', 'lib', type, 'text\n', ''), { isClean: false }).conflicts[0]?.kind;
    expect(conflict('CONFLICT (submodule)')).toBe('submodule');
    expect(conflict('CONFLICT (of a later git)')).toBe('other');
    expect(conflict('Auto-merging')).toBe('other');
  });

  test('prefers the kind that says more when a path is in several conflicts', () => {
    const sides = [`100644 ${oid} 1\ta`, `100644 ${oid} 2\ta`, `100644 ${oid} 3\ta`];
    const messages = ['1', 'a', 'CONFLICT (contents)', 't', '2', 'a', 'b', 'CONFLICT (rename/rename)', 't'];
    expect(parseMerge(reader(oid, ...sides, '', ...messages, ''), { isClean: false })).toMatchObject({
      conflicts: [{ path: 'a', kind: 'rename/rename' }],
      messages: [{ paths: ['a'] }, { paths: ['a', 'b'] }],
    });
  });
});
