import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { indexRepository, rankFiles, type RankedFile } from '../../src/index.ts';

type Files = Record<string, string>;

async function rank(files: Files, query: string): Promise<readonly RankedFile[]> {
  await using folder = await tempFolder(files);
  return rankFiles({ index: await indexRepository(folder.path), query });
}
const paths = (ranked: readonly RankedFile[]): readonly string[] => ranked.map(({ path }) => path);
const first = async (files: Files, query: string): Promise<string | undefined> => (await rank(files, query))[0]?.path;

const shop: Files = {
  'src/cart/add-item.ts': 'export function addItem(cart, item) {\n  cart.items.push(item);\n}\n',
  'src/cart/total.ts': `import { addItem } from './add-item.ts';\nexport function totalPrice(cart) {\n  return cart.items.reduce((sum, item) => sum + item.price, 0);\n}\n`,
  'src/user/profile.ts': 'export class UserProfile {\n  displayName() {\n    return this.first + this.last;\n  }\n}\n',
  'test/cart/total.test.ts': `import { totalPrice } from '../../src/cart/total.ts';\ntest('sums', () => {});\n`,
  'docs/cart.md': 'The total price of a cart is the sum of the prices of its items. '.repeat(5),
};

describe('rankFiles', () => {
  test('ranks by words, in any spelling of them, and says which', async () => {
    const ranked = await rank(shop, 'Total prices are wrong');
    expect(ranked[0]).toMatchObject({ path: 'src/cart/total.ts', score: 1 });
    expect(ranked[0]?.reasons).toEqual(expect.arrayContaining([expect.stringMatching(/^text: .*prices/)]));
    expect(ranked.every(({ reasons }) => reasons.length > 0)).toBe(true);
  });

  test('tells how much of the belief falls on a file: most of it where one is meant, little where any could be', async () => {
    const rooms: Files = Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [`src/room${at}.ts`, `export const lamp${at} = 'a lamp';\n`]),
    );
    const sure = await rank({ ...rooms, ...shop }, 'totalPrice of a cart');
    const vague = await rank({ ...rooms, ...shop }, 'lamp');
    for (const ranked of [sure, vague]) {
      const shares = ranked.map(({ share }) => share);
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
      expect(ranked[0]?.score).toBe(1);
    }
    expect(sure[0]?.path).toBe('src/cart/total.ts');
    expect(sure[0]?.share).toBeGreaterThan(0.5);
    expect(vague[0]?.share).toBeLessThan(0.2);
  });

  test('puts a file that is named first, be it prose', async () => {
    expect(await first(shop, 'Mend the cart in src/user/profile.ts')).toBe('src/user/profile.ts');
    const named = await rank(shop, 'total price: explain in docs/cart.md');
    expect(named[0]).toMatchObject({ path: 'docs/cart.md', reasons: expect.arrayContaining(['named in the request']) });
    expect(await first(shop, 'total price of a cart')).not.toBe('docs/cart.md');
  });

  test('knows a file by a compound name without extension, and by the number of an issue in its path', async () => {
    const dependencies: Files = Object.fromEntries(
      ['Const', 'Null', 'Local'].map((name) => [
        `lib/${name}Dependency.js`,
        `const NullDependency = require('./NullDependency');\nclass ${name}Dependency extends NullDependency {}\n`,
      ]),
    );
    expect(await first(dependencies, 'Refactor NullDependency to ES6')).toBe('lib/NullDependency.js');
    const rules: Files = { 'lib/no-eval.js': 'eval', 'lib/eval.js': 'no eval no eval', 'lib/no.js': 'eval' };
    expect((await rank(rules, 'Report eval in no-eval'))[0]).toMatchObject({
      path: 'lib/no-eval.js',
      reasons: expect.arrayContaining(['named in the request']),
    });
    const issues: Files = { 'test/1056/entity.ts': 'a', 'test/1056/issue.ts': 'b', 'test/2056/upsert.ts': 'upsert' };
    const ranked = await rank(issues, 'Many at once (#1056)');
    expect(paths(ranked)).toEqual(['test/1056/entity.ts', 'test/1056/issue.ts']);
    const versions: Files = { 'docs/node-1056.md': 'a', 'src/es1056.ts': 'b' };
    expect(await rank(versions, 'Works with 1.1056.2 and v1056')).toEqual([]);
  });

  test.each(['a', 'A', 'aB', '.', '-', '_', 'a/', 'a.', '`a', '1', '(a'])(
    'a log with a token of a megabyte of %j is read all the same',
    async (letters) => {
      const log = `total price is wrong\n${letters.repeat(1_000_000 / letters.length)}\nsee src/user/profile.ts`;
      expect((await rank(shop, log))[0]?.path).toBe('src/user/profile.ts');
    },
  );

  test('a file that is named takes nothing of the share of the others', async () => {
    const query = 'total price of a cart';
    const shareOf = (ranked: readonly RankedFile[], wanted: string): number =>
      ranked.find(({ path }) => path === wanted)?.share ?? 0;
    const without = await rank(shop, query);
    const named = await rank({ ...shop, 'notes/zebra.ts': 'export {};\n' }, `${query}, see notes/zebra.ts`);
    expect(named[0]).toMatchObject({ path: 'notes/zebra.ts', score: 1 });
    expect(shareOf(named, 'notes/zebra.ts')).toBeCloseTo(shareOf(named, 'src/cart/total.ts'), 5);
    // It has two to share with where it had one.
    expect(shareOf(named, 'src/cart/total.ts')).toBeGreaterThan(shareOf(without, 'src/cart/total.ts') / 3);
  });

  test('finds identifiers of the request where they are declared', async () => {
    const ranked = await rank(shop, '`displayName` shows undefined');
    expect(ranked[0]).toMatchObject({
      path: 'src/user/profile.ts',
      reasons: expect.arrayContaining(['declares: displayName']),
    });
  });

  test('brings the test of a good file, and files it imports, although they lack the words', async () => {
    const ranked = await rank(shop, 'reduce price sum');
    expect(paths(ranked)).toEqual(expect.arrayContaining(['test/cart/total.test.ts', 'src/cart/add-item.ts']));
    expect(ranked.find(({ path }) => path === 'src/cart/add-item.ts')?.reasons).toContain(
      'imported by src/cart/total.ts',
    );
  });

  test('knows names that are spelled like a word of the request', async () => {
    const files = { 'src/auth.ts': 'export {};\n', 'src/zebra.ts': 'export {};\n' };
    expect(await rank(files, 'Authentication fails')).toMatchObject([
      { path: 'src/auth.ts', reasons: ['spelled like words of the request'] },
    ]);
  });

  test('looks in folders where similar work was done, also at files that it did not touch', async () => {
    await using repository = await tempRepo({ 'hooks/old.ts': 'x', 'hooks/quiet.ts': 'y', 'c/three.ts': 'z' });
    await repository.commit('Throttle webhooks', { 'hooks/old.ts': '1' });
    await repository.commit('Colours', { 'c/three.ts': '2' });
    const ranked = rankFiles({ index: await indexRepository(repository.path), query: 'throttling of webhooks' });
    expect(ranked.find(({ path }) => path === 'hooks/quiet.ts')?.reasons).toContain(
      'in a folder that similar commits changed',
    );
    expect(paths(ranked).slice(0, 2)).toEqual(['hooks/old.ts', 'hooks/quiet.ts']);
  });

  test('remembers what similar work changed, and what changes together with it', async () => {
    await using repository = await tempRepo({ 'a/one.ts': 'x', 'b/two.ts': 'y', 'c/three.ts': 'z' });
    await repository.commit('Throttle webhooks', { 'a/one.ts': '1', 'b/two.ts': '1' });
    await repository.commit('Throttle webhooks less', { 'a/one.ts': '2', 'b/two.ts': '2' });
    await repository.commit('Colours', { 'c/three.ts': '2' });
    const index = await indexRepository(repository.path);
    const ranked = rankFiles({ index, query: 'throttling of webhooks' });
    expect(paths(ranked).slice(0, 2)).toEqual(['a/one.ts', 'b/two.ts']);
    expect(ranked[0]?.reasons).toContainEqual(
      expect.stringMatching(/^changed by "Throttle webhooks.*" and 1 commit more$/),
    );
    expect(rankFiles({ index, query: 'throttling of webhooks', useHistory: false })).toEqual([]);
  });

  test('is the same on disk, at the commit and again', async () => {
    await using repository = await tempRepo(shop);
    const onDisk = await indexRepository(repository.path);
    const atCommit = await indexRepository(repository.path, { commit: 'HEAD' });
    const query = 'fix(cart): total price';
    const ranked = rankFiles({ index: onDisk, query });
    expect(rankFiles({ index: onDisk, query })).toEqual(ranked);
    expect(rankFiles({ index: atCommit, query })).toEqual(ranked);
    const scores = ranked.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  test('gives as many as asked for, of the files that are accepted', async () => {
    await using folder = await tempFolder(shop);
    const index = await indexRepository(folder.path);
    expect(rankFiles({ index, query: 'cart item', limit: 1 })).toHaveLength(1);
    const tests = rankFiles({ index, query: 'cart total', accept: (path) => path.startsWith('test/') });
    expect(paths(tests)).toEqual(['test/cart/total.test.ts']);
  });

  test('reads other languages, other scripts and files that do not parse', async () => {
    const files = {
      'app/наказ.py': 'def оплатити_замовлення(сума):\n    return сума\n',
      'app/other.py': 'def greet(): pass\n',
      'web/broken.ts': '<<<<<<< HEAD\nconst invoiceNumber = (;\n',
    };
    expect(await first(files, 'оплатити замовлення')).toBe('app/наказ.py');
    expect(await first(files, 'invoice number')).toBe('web/broken.ts');
  });

  test('never ranks generated or vendored files, and what only lies beside a good file last', async () => {
    const ranked = await rank(
      { 'vendor/price.js': 'price', 'price.min.js': 'price', 'src/price.js': 'price', 'src/zebra.js': 'stripes' },
      'price',
    );
    expect(paths(ranked)).toEqual(['src/price.js', 'src/zebra.js']);
    expect(ranked[1]).toMatchObject({ score: expect.any(Number), reasons: ['beside files that fit'] });
    expect(ranked[1]?.score).toBeLessThan(0.2);
  });

  test('refuses an empty request and gives nothing for one that fits nothing', async () => {
    await using folder = await tempFolder(shop);
    const index = await indexRepository(folder.path);
    expect(() => rankFiles({ index, query: ' \n' })).toThrow(
      expect.objectContaining({ code: 'CDEV_E_CODE_GRAPH_QUERY_EMPTY' }),
    );
    expect(rankFiles({ index, query: '???' })).toEqual([]);
    await using empty = await tempFolder();
    expect(rankFiles({ index: await indexRepository(empty.path), query: 'price' })).toEqual([]);
  });
});
