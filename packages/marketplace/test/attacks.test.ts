import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, jest, test } from '@jest/globals';
import { findAdded } from '@cdev/added-script';
import { makeTar } from '@cdev/test-kit';
import { add, restore, update } from '../src/index.ts';
import { code, leftOvers, refusal, refused, spec } from './refused.ts';
import { adding, packScript, packWords, shelf, updating } from './shelf.ts';

jest.setTimeout(120_000);

describe('nothing is added', () => {
  test.each(['wrong-bytes', 'wrong-integrity'] as const)(
    'of a tarball that is not the announced one: %s',
    async (kind) => {
      await using shop = await shelf([packScript()]);
      shop.registry.fault(kind === 'wrong-bytes' ? { kind, path: /\.tgz$/ } : { kind });
      expect(await refusal(shop)).toEqual(refused('REGISTRY_WRONG_INTEGRITY'));
    },
  );

  test('that the registry describes otherwise than its tarball does', async () => {
    await using shop = await shelf([packScript()]);
    const held = shop.registry.packument(spec)!;
    const honest = held.versions['1.0.0']!;
    const served = {
      ...honest,
      dependencies: { 'acme-words': '1' },
      dist: { ...honest.dist, tarball: shop.registry.url + honest.dist.tarball },
    };
    const body = JSON.stringify({ ...held, versions: { '1.0.0': served } });
    shop.registry.fault({ kind: 'status', status: 200, path: spec, body });
    expect(await refusal(shop)).toEqual(refused('MARKETPLACE_MANIFEST_DIFFERS'));
  });

  test.each([
    ['package/../../escaped', 'PACKAGE_TARBALL_UNSAFE'],
    ['/tmp/escaped', 'PACKAGE_TARBALL_UNSAFE'],
    ['package\\..\\..\\escaped', 'PACKAGE_TARBALL_UNSAFE'],
  ])('with an entry that leads out of its folder: %s', async (path, expected) => {
    const manifest = { name: spec, version: '1.0.0', bin: { 'cdev-hello': 'x.js' }, cdev: {} };
    const tarball = gzipSync(
      makeTar([
        ['package/package.json', JSON.stringify(manifest)],
        ['package/x.js', ''],
        [path, 'x'],
      ]),
    );
    await using shop = await shelf([tarball]);
    expect(await refusal(shop)).toEqual(refused(expected));
  });

  test.each([
    ['a word of the front door', { name: '@evil/cdev-list' }],
    ['a script of the house', { name: 'cdev-prepublish' }],
  ])('whose name is %s', async (_, more) => {
    await using shop = await shelf([packScript(more)]);
    expect(await refusal(shop, { spec: more.name })).toEqual(refused('MARKETPLACE_NAME_TAKEN'));
  });

  test.each([
    ['no record of a script', { cdev: undefined }],
    ['no bin', { bin: undefined }],
    ['a bin that is not there', { bin: { 'cdev-hello': 'other.js' } }],
    ['a bin that leads out', { bin: { 'cdev-hello': '../../escaped' } }],
    ['another kind', { cdev: { kind: 'domain' } }],
  ])('that has %s', async (_, more) => {
    await using shop = await shelf([packScript(more)]);
    expect(await refusal(shop)).toEqual(refused('MARKETPLACE_NOT_A_SCRIPT'));
  });

  test('that two registries have, until one is named; then that one alone is asked, for ever', async () => {
    await using shop = await shelf([packScript({ name: 'cdev-hello' })]);
    await using other = await shelf([packScript({ name: 'cdev-hello', version: '9.9.9' })]);
    const options = { spec: 'cdev-hello', registries: [other.registry.url] };
    expect(await refusal(shop, options)).toEqual(refused('MARKETPLACE_AMBIGUOUS'));
    const { result } = await add({ ...adding, ...options, from: shop.registry.url }, shop.context());
    expect(result.inspection).toMatchObject({ version: '1.0.0', registry: shop.registry.url });
    // Somebody makes the other one npm's own registry.
    const before = other.registry.requests.length;
    const context = shop.context({ env: { npm_config_registry: other.registry.url } });
    expect((await update(updating, context)).result).toMatchObject([{ outcome: 'current', to: '1.0.0' }]);
    expect(other.registry.requests.slice(before)).toEqual([]);
  });

  test('of a scope that npm takes from elsewhere by now', async () => {
    await using shop = await shelf([packScript()]);
    await add({ ...adding, spec }, shop.context());
    const context = shop.context({ env: { 'npm_config_@acme:registry': 'http://127.0.0.1:9/' } });
    expect((await update(updating, context)).result).toMatchObject([
      { outcome: 'refused', reason: expect.stringContaining('npm here takes its scope from http://127.0.0.1:9/') },
    ]);
  });

  test('from a registry that goes away in the middle, or after an interruption there; the next run does it all', async () => {
    await using shop = await shelf([packScript({ dependencies: { 'acme-words': '1.0.0' } }), packWords()]);
    shop.registry.fault({ kind: 'reset', path: /^acme-words\/-\// });
    expect(await refusal(shop)).toEqual(refused('REGISTRY_UNREACHABLE'));
    shop.registry.clearFaults();
    expect((await add({ ...adding, spec }, shop.context())).result.outcome).toBe('added');
    const { folder } = findAdded('hello', shop.context())!;
    const words = join(folder, '../../acme-words/index.js');
    expect(existsSync(words)).toBe(true);

    const abort = new AbortController();
    // The registry takes the request for the second tarball, and then comes the interruption.
    class InTheMiddle extends RegExp {
      override test(path: string): boolean {
        const isMeant = super.test(path);
        if (isMeant) setImmediate(() => abort.abort('SIGINT'));
        return isMeant;
      }
    }
    shop.registry.fault({ kind: 'hang', path: new InTheMiddle('^acme-words/-/') });
    const before = leftOvers(shop);
    rmSync(words);
    // npm's cache has what was fetched once; this is about what has to be fetched.
    const env = { npm_config_cache: join(shop.place.path, 'another-cache') };
    const cut = restore({ isDryRun: false }, shop.context({ signal: abort.signal, env }));
    await expect(cut).rejects.toMatchObject({ kind: 'interrupted' });
    expect(shop.registry.requests.at(-1)).toContain('acme-words/-/');
    expect(leftOvers(shop)).toEqual(before.filter((name) => !name.endsWith('acme-words/index.js')));
    shop.registry.clearFaults();
    await restore({ isDryRun: false }, shop.context({ env }));
    expect(leftOvers(shop)).toEqual(before);
  });

  test('where nothing can be written, and nobody is asked about it before that is known', async () => {
    await using shop = await shelf([packScript()]);
    await shop.place.write({ file: '' });
    const context = shop.context({ home: join(shop.place.path, 'file') });
    await expect(add({ ...adding, spec }, context)).rejects.toMatchObject(code('MARKETPLACE_NOT_WRITTEN'));
    expect(shop.registry.requests).toEqual([]);
    expect((await add({ ...adding, spec, isDryRun: true }, context)).result.outcome).toBe('planned');
  });

  test('that needs what no registry keeps', async () => {
    for (const range of [
      'http://127.0.0.1:9/words.tgz',
      'git+ssh://git@acme.example/words',
      'acme/words',
      'file:../words',
    ]) {
      await using shop = await shelf([packScript({ optionalDependencies: { words: range } })]);
      expect(await refusal(shop)).toEqual(refused('MARKETPLACE_DEPENDENCY_ORIGIN'));
    }
  });

  test('when the answer is no', async () => {
    await using shop = await shelf([packScript()]);
    const context = shop.context({ yes: false, answers: ['n'] });
    await expect(add({ ...adding, spec, isYes: false }, context)).rejects.toMatchObject(code('CLI_DECLINED'));
    expect(leftOvers(shop)).toEqual([]);
  });
});
