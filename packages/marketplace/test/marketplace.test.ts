import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readTarball } from '@cdev/package-tarball';
import { add, checkIndex, inspect, marketplace, parseIndex } from '../src/index.ts';
import { adding, asked, packScript, shelf, type Shelf } from './shelf.ts';

const seeking = { ...asked, words: [], tier: 'unknown', limit: 20 } as const;
const { integrity } = readTarball(packScript());
const index = (entry: string): string => `schemaVersion: 1\nname: Acme's list\n${entry}`;
const reviewed = (digest: string): string =>
  index(
    `scripts:\n  - package: '@acme/cdev-hello'\n    summary: Greets\n    reviewed:\n      - { version: 1.0.0, integrity: '${digest}', by: Bea, on: '2026-11-27' }\n`,
  );

async function tierOf(shop: Shelf, configured: ReadonlySet<string> = new Set()): Promise<string> {
  const options = { ...asked, index: ['../index.yaml'], spec: '@acme/cdev-hello', tries: false };
  return (await inspect(options, shop.context({ configured }))).result.trust.tier;
}

describe('a search', () => {
  test.each([0, -1, 1.5])('has no limit of %p', async (limit) => {
    await using shop = await shelf([]);
    await expect(marketplace({ ...seeking, limit }, shop.context())).rejects.toMatchObject({
      code: 'CDEV_E_MARKETPLACE_LIMIT',
    });
  });

  test('finds scripts by all words, in every registry, who is vouched for first', async () => {
    await using shop = await shelf([
      packScript({ name: 'cdev-alpha', description: 'Writes release notes' }),
      packScript({ name: '@cdev/beta', description: 'Release notes too', keywords: ['cdev-script'] }),
      packScript({ name: 'cdev-none', keywords: [] }),
    ]);
    await using other = await shelf([
      packScript({ description: 'Release NOTES of Acme' }),
      packScript({ name: '@cdev/fake', description: 'release notes' }),
    ]);
    await shop.place.write({ 'index.yaml': reviewed(integrity) });
    const options = {
      ...seeking,
      words: ['notes', 'RELEASE'],
      registries: [other.registry.url],
      index: ['../index.yaml'],
    };
    const { result } = await marketplace(options, shop.context());
    expect(result.hits.map(({ tier, package: name }) => `${tier} ${name}`)).toEqual([
      'official @cdev/beta',
      'reviewed @acme/cdev-hello',
      'unknown cdev-alpha',
      // The house's scope means nothing in a registry that npm would not ask for it.
      'unknown @cdev/fake',
    ]);
    const trusted = await marketplace({ ...options, tier: 'reviewed' }, shop.context());
    expect(trusted.result.hits).toHaveLength(2);
  });

  test('says which registry did not answer, and fails when none did', async () => {
    await using shop = await shelf([packScript()]);
    await using other = await shelf([]);
    other.registry.fault({ kind: 'status', status: 404, path: '-/v1/search' });
    const registries = [other.registry.url];
    const { result } = await marketplace({ ...seeking, registries }, shop.context());
    expect(result).toMatchObject({
      hits: [{ package: '@acme/cdev-hello' }],
      gaps: [expect.stringContaining('cannot be searched')],
    });
    await expect(marketplace({ ...seeking, from: other.registry.url }, shop.context())).rejects.toMatchObject({
      code: 'CDEV_E_REGISTRY_NOT_SEARCHABLE',
    });
    await shop.place.write({ 'index.yaml': index("scripts: [{ package: 'cdev-far', summary: Far }]\n") });
    const far = await marketplace({ ...seeking, from: other.registry.url, index: ['../index.yaml'] }, shop.context());
    expect(far.result.hits).toMatchObject([{ package: 'cdev-far', version: undefined, tier: 'listed' }]);
  });

  test("asks a private registry with npm's own credential, and a scope's registry for that scope alone", async () => {
    await using shop = await shelf([packScript({ name: 'cdev-open' })]);
    await using own = await shelf([packScript({}), packScript({ name: '@other/cdev-spy' })], { isPrivate: true });
    const address = own.registry.url.replace('http:', '');
    const scope = { 'npm_config_@acme:registry': own.registry.url };
    const token = { ...scope, [`npm_config_${address}:_authToken`]: own.registry.token() };
    const without = await marketplace(seeking, shop.context({ env: scope }));
    expect(without.result).toMatchObject({
      hits: [{ package: 'cdev-open' }],
      gaps: [expect.stringContaining(own.registry.url)],
    });
    const { result } = await marketplace(seeking, shop.context({ env: token }));
    expect(result.hits.map((hit) => hit.package)).toEqual(['cdev-open', '@acme/cdev-hello']);
    const added = await add({ ...adding, spec: '@acme/cdev-hello' }, shop.context({ env: token }));
    expect(added.result.inspection.registry).toBe(own.registry.url);
    expect(shop.registry.requests.filter((request) => request.includes('acme'))).toEqual([]);
  });
});

describe('an index', () => {
  test('vouches for the bytes that were reviewed, and for no others', async () => {
    await using shop = await shelf([packScript()]);
    expect(
      await tierOf({ ...shop, context: (more) => shop.context(more) }).catch((error: { code: string }) => error.code),
    ).toBe('CDEV_E_MARKETPLACE_INDEX_UNREADABLE');
    await shop.place.write({ 'index.yaml': reviewed(integrity) });
    expect(await tierOf(shop)).toBe('reviewed');
    // An index that the repository's own configuration names vouches for nothing.
    expect(await tierOf(shop, new Set(['index']))).toBe('listed');
    await shop.place.write({ 'index.yaml': reviewed(`sha512-${Buffer.alloc(64).toString('base64')}`) });
    await expect(tierOf(shop)).rejects.toMatchObject({ code: 'CDEV_E_MARKETPLACE_INTEGRITY' });
    await shop.place.write({
      'index.yaml': index("scripts: [{ package: '@acme/cdev-hello', registry: 'https://npm.acme.example/' }]\n"),
    });
    expect(await tierOf(shop)).toBe('unknown');
    await shop.place.write({ 'index.yaml': index("removed: [{ package: '@acme/cdev-hello', reason: It steals }]\n") });
    await expect(tierOf(shop)).rejects.toMatchObject({ code: 'CDEV_E_MARKETPLACE_REFUSED' });
    expect((await marketplace({ ...seeking, index: ['../index.yaml'] }, shop.context())).result.hits).toEqual([]);
  });

  test('is held against the registry', async () => {
    await using shop = await shelf([packScript(), packScript({ name: 'cdev-deplyo', cdev: undefined })]);
    const zero = `sha512-${Buffer.alloc(64).toString('base64')}`;
    await shop.place.write({
      'good.yaml': reviewed(integrity),
      'bad.yaml': `${reviewed(zero)}  - package: cdev-deplyo\n    reviewed: [{ version: 7.0.0, integrity: '${zero}', by: B, on: '2026-11-27' }]\n  - package: cdev-gone\n`,
    });
    const { registries, from } = asked;
    const good = await checkIndex({ file: '../good.yaml', registries, from }, shop.context());
    expect(good).toEqual({ status: 'ok', result: [{ package: '@acme/cdev-hello', reviewed: 1, problems: [] }] });
    const bad = await checkIndex({ file: '../bad.yaml', registries, from }, shop.context());
    expect(bad.status).toBe('findings');
    expect(bad.result.map(({ problems }) => problems)).toEqual([
      ['1.0.0 has other bytes than those that were reviewed'],
      [
        'its newest version is no script for cdev',
        'its name is 1 away from deploy',
        '7.0.0 was reviewed, and is not in the registry',
      ],
      [expect.stringContaining('cdev-gone is not in')],
    ]);
  });

  test.each([
    ['schemaVersion: 2\nname: x\n', ':1:16 (schemaVersion): expected the number 1'],
    ['schemaVersion: 1\n', '(name): expected a text'],
    [index('scripts: [{ package: ../x }]\n'), '(scripts[0].package): expected the name of a package'],
    [index('scripts: [{ package: x, reviewd: [] }]\n'), '(scripts[0].reviewd): expected a field of the schema'],
    [index('scripts: [{ package: x }, { package: x }]\n'), 'x stands there twice'],
    [
      index("scripts: [{ package: x, reviewed: [{ version: '1', integrity: md5-x, by: B, on: today }] }]\n"),
      'reviewed[0].on',
    ],
    ['a: [', 'index.yaml:1:'],
  ])('that is not as its schema says is refused with the place: %j', (text, expected) => {
    expect(() => parseIndex(text, 'index.yaml')).toThrow(expected);
  });

  test('has the fields that its schema describes', async () => {
    const schema = JSON.parse(await readFile(new URL('../marketplace-index.schema.json', import.meta.url), 'utf8')) as {
      properties: Record<string, { items?: { properties: Record<string, { items?: { properties: object } }> } }>;
    };
    const { scripts, removed, ...rest } = schema.properties;
    const parsed = parseIndex(
      `${reviewed(integrity)}    registry: https://npm.acme.example/\nremoved: [{ package: x, reason: y }]\n`,
      'index.yaml',
    );
    const {
      scripts: [script],
      removed: [out],
      ...others
    } = parsed;
    expect(Object.keys(rest)).toEqual(Object.keys(others));
    expect(Object.keys(scripts!.items!.properties).toSorted()).toEqual(Object.keys(script!).toSorted());
    expect(Object.keys(scripts!.items!.properties['reviewed']!.items!.properties)).toEqual(
      Object.keys(script!.reviewed[0]!),
    );
    expect(Object.keys(removed!.items!.properties)).toEqual(Object.keys(out!));
  });
});
