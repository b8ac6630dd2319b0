import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import {
  findAdded,
  limitsOf,
  listAdded,
  parseAddedLock,
  readAddedLock,
  readPermissions,
  serialiseAddedLock,
  type AddedScript,
} from '../src/index.ts';

const integrity = `sha512-${Buffer.alloc(64, 1).toString('base64')}`;
const script = (name: string, more: Partial<AddedScript> = {}): AddedScript => ({
  name,
  package: `@acme/cdev-${name}`,
  version: '1.0.0',
  registry: 'https://npm.acme.example/',
  integrity,
  addedAt: '2026-11-27T00:00:00.000Z',
  tier: 'listed',
  maintainers: ['ada'],
  files: integrity,
  bin: 'bin.js',
  packages: [{ path: `node_modules/@acme/cdev-${name}`, name: `@acme/cdev-${name}`, version: '1.0.0', integrity }],
  ...more,
});
const lock = (...scripts: readonly AddedScript[]): string => serialiseAddedLock({ schemaVersion: 1, scripts });
/** One script whose entry has these fields in place of its own. */
const changed = (fields: object): string => {
  const document = JSON.parse(lock(script('hello'))) as { scripts: { hello: object } };
  return JSON.stringify({ ...document, scripts: { hello: { ...document.scripts.hello, ...fields } } });
};

describe('the lock', () => {
  test('says the same after it was written and read, sorted by name', () => {
    const permissions = { writes: 'folder', programs: ['git'], network: [], native: false } as const;
    const scripts = [script('b', { publisher: 'ada', permissions }), script('a')];
    expect(parseAddedLock(lock(...scripts), 'x').scripts).toEqual(scripts.toReversed());
  });

  test.each([
    ['no JSON', '{'],
    ['of a newer version', '{ "schemaVersion": 2, "scripts": {} }'],
    ['no mapping', '{ "schemaVersion": 1, "scripts": [] }'],
    ['a bin that leads out', changed({ bin: '../../x.js' })],
    ['an absolute bin', changed({ bin: '/bin/sh' })],
    ['a version that leads out', changed({ version: '../1.0.0' })],
    ['a package that leads out', changed({ package: '../x' })],
    [
      'a path that leads out',
      changed({ packages: [{ path: 'node_modules/../../x', name: 'x', version: '1.0.0', integrity }] }),
    ],
    ['limits that nobody understands', changed({ permissions: { writes: 'some' } })],
    ['a weak digest', changed({ integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' })],
  ])('is refused when it is or has %s', (_, text) => {
    expect(() => parseAddedLock(text, 'lock.json')).toThrow(
      expect.objectContaining({ code: 'CDEV_E_ADDED_LOCK_INVALID' }),
    );
  });

  test('is empty where there is none, whatever stands in its way', async () => {
    await using place = await tempFolder({ file: '' });
    expect(readAddedLock(join(place.path, 'file/lock.json')).scripts).toEqual([]);
    expect(() => readAddedLock(place.path)).toThrow(expect.objectContaining({ code: 'CDEV_E_ADDED_LOCK_UNREADABLE' }));
  });
});

test('what was added counts in the project before the user, and a torn lock keeps nothing else from starting', async () => {
  await using place = await tempFolder({
    'app/cdev.marketplace.json': lock(script('hello', { version: '2.0.0' })),
    'app/src/a.ts': '',
    'home/marketplace/cdev.marketplace.json': lock(
      script('hello'),
      script('other', { permissions: readPermissions({})! }),
    ),
  });
  const where = { cwd: join(place.path, 'app/src'), home: join(place.path, 'home') };
  expect(listAdded(where).map(({ script: { name, version }, place: { kind } }) => [name, version, kind])).toEqual([
    ['hello', '2.0.0', 'project'],
    ['other', '1.0.0', 'home'],
  ]);
  const other = findAdded('other', where)!;
  expect(other.isInstalled).toBe(false);
  await place.write({ 'app/cdev.marketplace.json': 'torn' });
  expect(findAdded('hello', where)).toMatchObject({ place: { kind: 'home' } });
});

describe('permissions', () => {
  const options = (value: unknown, node = '24.21.0'): readonly string[] =>
    limitsOf(
      { script: script('x', { permissions: readPermissions(value)! }) },
      { cwd: '/work', home: '/home/.cdev', node },
    );

  test('become limits that Node holds', () => {
    expect(options({})).toEqual(expect.arrayContaining(['--permission', '--allow-fs-write=/home/.cdev/logs']));
    expect(options({})).not.toContain('--allow-child-process');
    expect(options({})).not.toContain('--allow-fs-write=/work');
    expect(options({ writes: 'folder', programs: ['git'], native: true })).toEqual(
      expect.arrayContaining(['--allow-fs-write=/work', '--allow-child-process', '--allow-addons']),
    );
    const network = { network: ['npm.acme.example'] };
    expect(
      [options(network), options(network, '26.1.0'), options({}, '26.1.0')].map((each) => each.includes('--allow-net')),
    ).toEqual([false, true, false]);
    expect(options({ writes: 'anywhere' })).toContain('--allow-fs-write=*');
  });

  test.each([undefined, null, [], 'all', { writes: true }, { programs: 'git' }, { network: ['a b'] }, { native: 1 }])(
    'that say nothing or cannot be understood, %j, are none, and limit nothing',
    (value) => {
      expect(readPermissions(value)).toBeUndefined();
      expect(options(value)).toEqual([]);
    },
  );
});
