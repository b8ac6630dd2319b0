import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { readTarball } from '@cdev/package-tarball';
import { addedFolder, findAdded } from '@cdev/added-script';
import { tempFolder } from '@cdev/test-kit';
import { add, health, list, restore, update } from '../src/index.ts';
import { code, refusal, refused, spec } from './refused.ts';
import { adding, packScript, packWords, shelf, updating } from './shelf.ts';

jest.setTimeout(120_000);

describe('a risk needs a yes of its own', () => {
  test('a name that is nearly another one: told with its distance', async () => {
    await using shop = await shelf([packScript({ name: 'cdev-prepubilsh' })]);
    const options = { ...adding, spec: 'cdev-prepubilsh' };
    await expect(add(options, shop.context())).rejects.toMatchObject({
      ...code('MARKETPLACE_RISK'),
      message: expect.stringContaining("its name is one letter away from prepublish, which is another's"),
    });
    const asked = shop.context({ yes: false, answers: ['n'] });
    await expect(add({ ...options, isYes: false }, asked)).rejects.toMatchObject(code('CLI_DECLINED'));
    const both = shop.context({ yes: false, answers: ['y', 'y'] });
    expect((await add({ ...options, isYes: false }, both)).result.outcome).toBe('added');
    expect((await add({ ...options, accept: ['similar-name'] }, shop.context())).result.outcome).toBe('already');
  });

  test('a version by somebody else: refused under a general yes, taken under its own', async () => {
    await using shop = await shelf([packScript()]);
    await add({ ...adding, spec }, shop.context());
    await shop.registry.put(
      packScript({ version: '1.0.1', maintainers: [{ name: 'mallory' }], _npmUser: { name: 'mallory' } }),
    );
    const { result, status } = await update(updating, shop.context());
    expect([status, result]).toEqual([
      'findings',
      [
        expect.objectContaining({
          outcome: 'refused',
          reason: 'needs a yes of its own: --accept owner-changed',
          risks: [{ name: 'owner-changed', text: 'its maintainers were ada and are mallory now' }],
        }),
      ],
    ]);
    expect(findAdded('hello', shop.context())?.script.version).toBe('1.0.0');
    // To add it once more is no way around it.
    await expect(add({ ...adding, spec }, shop.context())).rejects.toMatchObject(code('MARKETPLACE_RISK'));
    const taken = await update({ ...updating, accept: ['owner-changed'] }, shop.context());
    expect(taken.result).toMatchObject([{ outcome: 'updated', to: '1.0.1' }]);
  });

  test('a version that may do more than the one that was shown', async () => {
    await using shop = await shelf([packScript()]);
    await add({ ...adding, spec }, shop.context());
    await shop.registry.put(packScript({ version: '1.1.0', cdev: {} }));
    const planned = await update({ ...updating, isDryRun: true }, shop.context());
    expect(planned).toMatchObject({
      status: 'findings',
      result: [
        { outcome: 'planned', changes: [{ what: 'version' }, { text: '+ anything: it does not say what it needs' }] },
      ],
    });
    expect((await update(updating, shop.context())).result).toMatchObject([
      { outcome: 'refused', risks: [{ name: 'more-permissions' }] },
    ]);
    const answered = shop.context({ yes: false, answers: ['y', 'y'] });
    expect((await update({ ...updating, isYes: false }, answered)).result).toMatchObject([{ outcome: 'updated' }]);
    // The registry takes it back: the older one may do less, and is called newest again.
    shop.registry.remove(spec, ['1.1.0']);
    await shop.registry.put(packScript());
    const back = await update(updating, shop.context());
    expect(back.result).toMatchObject([{ outcome: 'updated', from: '1.1.0', to: '1.0.0', risks: [] }]);
  });

  test('a known vulnerability; malware is never taken', async () => {
    await using shop = await shelf([packScript()]);
    const advisory = {
      id: 1,
      url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
      title: 'Reads too much',
      severity: 'high',
      vulnerable_versions: '<2',
      cwe: [],
      cvss: { score: 0, vectorString: null },
    };
    const tell = (more: object) =>
      shop.registry.fault({
        kind: 'status',
        status: 200,
        path: '-/npm/v1/security/advisories/bulk',
        body: JSON.stringify({ [spec]: [{ ...advisory, ...more }] }),
      });
    tell({});
    expect(await refusal(shop)).toEqual(refused('MARKETPLACE_RISK'));
    shop.registry.clearFaults();
    tell({ title: 'Malware in @acme/cdev-hello', severity: 'critical', cwe: ['CWE-506'] });
    expect(await refusal(shop, { accept: ['vulnerable'] })).toEqual(refused('MARKETPLACE_REFUSED'));
  });
});

describe('what was added', () => {
  test('has run nothing when it was installed, and is told apart from what it was when a file changes', async () => {
    await using proof = await tempFolder();
    const marker = join(proof.path, 'ran');
    const scripts = { postinstall: `node -e "require('fs').writeFileSync('${marker}', '')"` };
    const words = packWords('1.0.0', { scripts });
    await using shop = await shelf([packScript({ scripts, dependencies: { 'acme-words': '1' } }), words]);
    const { result } = await add({ ...adding, spec }, shop.context());
    expect(result.inspection.installScripts).toEqual([
      expect.stringMatching(/^@acme\/cdev-hello: postinstall \(node -e/),
      'acme-words: install',
    ]);
    expect(existsSync(marker)).toBe(false);

    const context = shop.context();
    expect((await list(context)).result).toMatchObject([{ state: 'ok' }]);
    const { bin, place, script } = findAdded('hello', context)!;
    writeFileSync(bin, `${readFileSync(bin, 'utf8')}// more\n`);
    expect(await list(context)).toMatchObject({ status: 'findings', result: [{ state: 'changed' }] });
    expect(await health(context)).toContainEqual(expect.objectContaining({ title: 'added', status: 'failed' }));
    expect((await restore({ isDryRun: false }, context)).result).toMatchObject([
      { before: 'changed', outcome: 'installed' },
    ]);
    expect((await list(context)).result).toMatchObject([{ state: 'ok' }]);
    // A file more is a change too.
    writeFileSync(join(addedFolder(place, script), 'node_modules/acme-words/more.js'), '');
    expect((await list(context)).result).toMatchObject([{ state: 'changed' }]);
  });

  test('is installed again from the lock of a project: the same bytes, or not at all', async () => {
    await using shop = await shelf([packScript()]);
    await add({ ...adding, spec, isProject: true }, shop.context());
    // Only the lock is for the repository.
    expect(readFileSync(join(shop.place.path, 'app/.cdev/marketplace/.gitignore'), 'utf8')).toBe('*\n');
    const lock = readFileSync(join(shop.place.path, 'app/cdev.marketplace.json'), 'utf8');
    await shop.place.write({ 'clone/cdev.marketplace.json': lock, 'clone/src/a.ts': '' });
    const clone = shop.context({ cwd: join(shop.place.path, 'clone/src'), home: join(shop.place.path, 'nobody') });
    expect((await list(clone)).result).toMatchObject([{ place: 'project', state: 'missing' }]);
    expect((await restore({ isDryRun: true }, clone)).result).toMatchObject([{ outcome: 'planned' }]);

    // The registry has other bytes under the same version now.
    shop.registry.remove(spec);
    await shop.registry.put(packScript({}, { 'README.md': 'other' }));
    await expect(restore({ isDryRun: false }, clone)).rejects.toMatchObject(code('MARKETPLACE_INTEGRITY'));
    expect((await list(clone)).result).toMatchObject([{ state: 'missing' }]);
    expect((await update(updating, shop.context())).result).toMatchObject([
      { outcome: 'refused', reason: expect.stringContaining('has other bytes than those that were pinned') },
    ]);

    shop.registry.remove(spec);
    await shop.registry.put(packScript());
    expect((await restore({ isDryRun: false }, clone)).result).toMatchObject([{ outcome: 'installed' }]);
    expect((await restore({ isDryRun: false }, clone)).result).toMatchObject([{ outcome: 'already' }]);
    expect(readTarball(packScript()).integrity).toBe(findAdded('hello', clone)?.script.integrity);
  });

  test('keeps its name: another package cannot take it', async () => {
    await using shop = await shelf([packScript(), packScript({ name: '@evil/cdev-hello' })]);
    await add({ ...adding, spec }, shop.context());
    await expect(add({ ...adding, spec: '@evil/cdev-hello' }, shop.context())).rejects.toMatchObject({
      ...code('MARKETPLACE_NAME_TAKEN'),
      message: expect.stringContaining('@acme/cdev-hello, which was added already'),
    });
  });

  test('from one registry is not replaced by the same name from another', async () => {
    await using shop = await shelf([packScript({ name: 'cdev-hello' })]);
    await using other = await shelf([packScript({ name: 'cdev-hello', version: '2.0.0' })]);
    await add({ ...adding, spec: 'cdev-hello' }, shop.context());
    await expect(
      add({ ...adding, spec: 'cdev-hello', from: other.registry.url }, shop.context()),
    ).rejects.toMatchObject({
      ...code('MARKETPLACE_NAME_TAKEN'),
      message: expect.stringContaining(`cdev-hello from ${shop.registry.url}, which was added already`),
    });
    // Back to an earlier version is one command too.
    await shop.registry.put(packScript({ name: 'cdev-hello', version: '1.1.0' }));
    await update(updating, shop.context());
    const back = await add({ ...adding, spec: 'cdev-hello@1.0.0' }, shop.context());
    expect(back.result).toMatchObject({ before: '1.1.0', outcome: 'added' });
    expect(findAdded('hello', shop.context())?.script.version).toBe('1.0.0');
  });

  test('by several at once is all there, and what one left that was killed is not', async () => {
    const names = ['one', 'two', 'three'];
    await using shop = await shelf(names.map((name) => packScript({ name: `cdev-${name}` })));
    const folder = '.cdev/marketplace/scripts';
    await shop.place.write({
      [`${folder}/.adding-x/a`]: '',
      [`${folder}/gone@1.0.0-x/a`]: '',
      [`${folder}/notes.txt`]: '',
    });
    await Promise.all(names.map((name) => add({ ...adding, spec: `cdev-${name}` }, shop.context())));
    expect((await list(shop.context())).result.map(({ script, state }) => `${script} ${state}`)).toEqual([
      'one ok',
      'three ok',
      'two ok',
    ]);
    const left = readdirSync(join(shop.place.path, folder)).map((name) => name.replace(/-[0-9a-f]{12}$/, ''));
    expect(left.toSorted()).toEqual(['.lock', 'notes.txt', 'one@1.0.0', 'three@1.0.0', 'two@1.0.0']);
  });

  test('is not guessed from a lock that is torn', async () => {
    await using shop = await shelf([packScript()]);
    const lock = '.cdev/marketplace/cdev.marketplace.json';
    await shop.place.write({ [lock]: '{ "schemaVersion": 1, "scr' });
    const refusing = code('ADDED_LOCK_INVALID');
    await expect(list(shop.context())).rejects.toMatchObject(refusing);
    await expect(add({ ...adding, spec }, shop.context())).rejects.toMatchObject(refusing);
    await expect(update(updating, shop.context())).rejects.toMatchObject(refusing);
    expect(await health(shop.context())).toContainEqual(expect.objectContaining({ title: 'added', status: 'failed' }));
    expect(readFileSync(join(shop.place.path, lock), 'utf8')).toContain('"scr');
  });
});
