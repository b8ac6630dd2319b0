import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { coChange, coupling, importGraph, readInventory } from '../../src/index.ts';

describe('coupling', () => {
  test('joins imports and co-change; either alone is enough, neither is nothing', async () => {
    await using repository = await tempRepo({
      'a.ts': `import './b'`,
      'b.ts': '',
      'c.ts': '1',
      'd.ts': '1',
      'e.ts': '',
    });
    for (const round of ['2', '3', '4']) await repository.commit(`Round ${round}`, { 'c.ts': round, 'd.ts': round });
    const graph = await importGraph(await readInventory(repository.path));
    const history = await coChange(repository.path, { maxFiles: 3 });
    const both = coupling({ graph, coChange: history });
    expect(both('a.ts', 'b.ts')).toBe(0.5);
    expect(both('c.ts', 'd.ts')).toBeGreaterThan(0.1);
    expect(both('c.ts', 'd.ts')).toBe(both('d.ts', 'c.ts'));
    expect(both('a.ts', 'e.ts')).toBe(0);
    expect(both('e.ts', 'e.ts')).toBe(1);
    expect(coupling({ graph })('a.ts', 'b.ts')).toBe(1);
    expect(coupling({})('a.ts', 'b.ts')).toBe(0);
  });

  test('files that import the same things have a little in common', async () => {
    await using repository = await tempRepo({ 'a.ts': `import './x'`, 'b.ts': `import './x'`, 'x.ts': '' });
    const couple = coupling({ graph: await importGraph(await readInventory(repository.path)) });
    expect(couple('a.ts', 'b.ts')).toBe(0.25);
  });
});
