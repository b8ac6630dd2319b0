import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { importGraph, readInventory, testPairs, type TestPair } from '../../src/index.ts';

async function pairsOf(files: Record<string, string>): Promise<readonly TestPair[]> {
  await using folder = await tempFolder(files);
  const inventory = await readInventory(folder.path);
  return testPairs(inventory, await importGraph(inventory));
}
const surest = (pairs: readonly TestPair[], of: string): string | undefined =>
  pairs.find(({ test: path }) => path === of)?.source;

describe('testPairs', () => {
  test('is surest of a test that is named after a file and imports it', async () => {
    expect(
      await pairsOf({
        'src/user-cache.ts': '',
        'src/other.ts': '',
        'test/userCache.test.ts': `import '../src/user-cache.ts'; import '../src/other.ts';`,
      }),
    ).toEqual([
      { test: 'test/userCache.test.ts', source: 'src/user-cache.ts', score: 1, reasons: ['named alike', 'imports it'] },
      { test: 'test/userCache.test.ts', source: 'src/other.ts', score: expect.any(Number), reasons: ['imports it'] },
    ]);
  });

  test('knows the habits of other languages by name alone', async () => {
    const pairs = await pairsOf({
      'app/models.py': '',
      'tests/test_models.py': '',
      'pkg/queue.go': '',
      'pkg/queue_test.go': '',
      'lib/cart.rb': '',
      'spec/cart_spec.rb': '',
    });
    expect(pairs.map(({ test: path, source }) => [path, source])).toEqual([
      ['pkg/queue_test.go', 'pkg/queue.go'],
      ['spec/cart_spec.rb', 'lib/cart.rb'],
      ['tests/test_models.py', 'app/models.py'],
    ]);
  });

  test('of files with one name takes the one whose folders are like the test', async () => {
    const pairs = await pairsOf({
      'src/api/user.ts': '',
      'src/web/user.ts': '',
      'test/web/user.test.ts': '',
    });
    expect(pairs).toEqual([
      { test: 'test/web/user.test.ts', source: 'src/web/user.ts', score: 0.9, reasons: ['named alike'] },
    ]);
  });

  test('a test named after no file is about a part of its name, or about what it imports', async () => {
    const pairs = await pairsOf({
      'lib/response.js': '',
      'lib/index.js': '',
      'test/response.format.js': '',
      'test/acceptance.js': `require('../lib/index.js')`,
    });
    expect(surest(pairs, 'test/response.format.js')).toBe('lib/response.js');
    expect(surest(pairs, 'test/acceptance.js')).toBe('lib/index.js');
  });

  test('fixtures and helpers are no tests, and no pair is made up', async () => {
    expect(await pairsOf({ 'src/a.ts': '', 'test/fixtures/a.ts': '', 'test/unrelated.test.ts': '' })).toEqual([]);
  });
});
