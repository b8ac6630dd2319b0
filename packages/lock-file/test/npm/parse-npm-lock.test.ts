import { describe, expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

const form3 = {
  name: 'shop',
  lockfileVersion: 3,
  packages: {
    '': {
      name: 'shop',
      workspaces: ['packages/*'],
      dependencies: { debug: '^4.0.0' },
      devDependencies: { jest: '^30.0.0' },
    },
    'packages/cart': {
      name: '@shop/cart',
      version: '1.0.0',
      dependencies: { ms: '^1.0.0', debug: '^4.0.0' },
      optionalDependencies: { fsevents: '^2.0.0', gone: '^1.0.0' },
      peerDependencies: { react: '*' },
    },
    'node_modules/@shop/cart': { resolved: 'packages/cart', link: true },
    'packages/cart/node_modules/ms': {
      version: '1.0.0',
      resolved: 'https://packages.example/ms/-/ms-1.0.0.tgz',
      integrity: 'sha512-AA==',
    },
    'node_modules/debug': {
      version: '4.4.3',
      resolved: 'https://packages.example/debug/-/debug-4.4.3.tgz',
      integrity: 'sha512-BB==',
      dependencies: { ms: '^2.1.3' },
      peerDependenciesMeta: { 'supports-color': { optional: true } },
    },
    'node_modules/ms': {
      version: '2.1.3',
      resolved: 'https://packages.example/ms/-/ms-2.1.3.tgz',
      deprecated: 'use another',
    },
    'node_modules/jest': {
      version: '30.0.0',
      dev: true,
      dependencies: { ms: '^2.0.0', other: 'npm:real@^1.0.0' },
      hasInstallScript: true,
    },
    'node_modules/jest/node_modules/inner': { version: '1.2.3', inBundle: true },
    'node_modules/other': { name: 'real', version: '1.0.1', dev: true },
    'node_modules/fsevents': { version: '2.3.3', optional: true },
    'node_modules/react': { version: '19.0.0', peer: true },
    'node_modules/forked': {
      version: '1.0.0',
      resolved: 'git+ssh://git@github.com/ada/forked.git#0a1b',
      extraneous: true,
    },
    'node_modules/archive': { version: '1.0.0', resolved: 'https://files.example/archive.tgz' },
  },
};

describe('forms 2 and 3', () => {
  test('a member whose name npm leaves away is called as its folder', async () => {
    const packages = { '': {}, 'packages/cart': { version: '1.0.0' }, 'apps/@shop/web': {}, lib: { name: 'other' } };
    const { importers } = await graphOf('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }));
    expect([...importers.values()].map(({ name }) => name)).toEqual(['', 'cart', '@shop/web', 'other']);
  });

  test('each place on the disk is a package; members and links are not', async () => {
    const graph = await graphOf('package-lock.json', JSON.stringify(form3));
    expect(graph).toMatchObject({ format: 'npm', formatVersion: '3', ecosystem: 'npm' });
    expect(listed(graph)).toEqual([
      'archive@1.0.0',
      'debug@4.4.3',
      'forked@1.0.0',
      'fsevents@2.3.3',
      'inner@1.2.3',
      'jest@30.0.0',
      'ms@1.0.0',
      'ms@2.1.3',
      'react@19.0.0',
      'real@1.0.1',
    ]);
    expect([...graph.importers.values()].map(({ path, name }) => [path, name])).toEqual([
      ['', 'shop'],
      ['packages/cart', '@shop/cart'],
    ]);
  });

  test('a dependency is the one that Node would find', async () => {
    const found = edges(await graphOf('package-lock.json', JSON.stringify(form3)));
    expect(found).toContain('workspace:packages/cart -> ms (runtime): packages/cart/node_modules/ms');
    expect(found).toContain('workspace:packages/cart -> debug (runtime): node_modules/debug');
    expect(found).toContain('node_modules/debug -> ms (runtime): node_modules/ms');
    expect(found).toContain('node_modules/jest -> other (runtime): node_modules/other');
  });

  test('what only development, only options or only peers lead to', async () => {
    const graph = await graphOf('package-lock.json', JSON.stringify(form3));
    expect(only(graph, 'jest')).toMatchObject({ isDev: true, hasInstallScript: true });
    expect(only(graph, 'real').isDev).toBe(true);
    expect(graph.packages.get('node_modules/ms')).toMatchObject({ isDev: false, deprecated: 'use another' });
    expect(only(graph, 'fsevents')).toMatchObject({ isOptional: true, isDev: false, isPeer: false });
    expect(only(graph, 'react')).toMatchObject({ isOptional: false, isPeer: true });
    expect(only(graph, 'debug')).toMatchObject({ isOptional: false, isPeer: false, isDev: false });
  });

  test('where a package comes from', async () => {
    const graph = await graphOf('package-lock.json', JSON.stringify(form3));
    expect(only(graph, 'debug')).toMatchObject({ origin: 'registry', integrity: 'sha512-BB==' });
    expect(only(graph, 'forked').origin).toBe('git');
    expect(only(graph, 'archive').origin).toBe('url');
    expect(only(graph, 'inner').isBundled).toBe(true);
  });

  test('what nobody leads to counts as shipped', async () => {
    const graph = await graphOf('package-lock.json', JSON.stringify(form3));
    expect(only(graph, 'forked').isDev).toBe(false);
  });

  test('a dependency without a package is missing, an optional one is not', async () => {
    const { missing } = await graphOf(
      'npm-shrinkwrap.json',
      JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': { dependencies: { lost: '^1.0.0' }, optionalDependencies: { absent: '1' }, peerDependencies: { p: '1' } },
        },
      }),
    );
    expect(missing).toEqual([{ from: 'workspace:', name: 'lost', kind: 'runtime', range: '^1.0.0' }]);
  });
});

describe('form 1', () => {
  const form1 = JSON.stringify({
    name: 'old',
    lockfileVersion: 1,
    dependencies: {
      debug: {
        version: '4.4.3',
        requires: { ms: '2.1.3', maybe: '1' },
        dependencies: { ms: { version: '2.1.3', integrity: 'sha1-x' } },
      },
      ms: { version: '1.0.0', dev: true },
      maybe: { version: '1.0.0', optional: true },
      other: { version: 'npm:real@1.0.1' },
      forked: { version: 'github:ada/forked#0a1b' },
    },
  });

  test('the tree and the manifest beside it', async () => {
    const graph = await graphOf('package-lock.json', form1, {
      manifests: {
        '': { name: 'old', dependencies: { debug: '4', other: 'npm:real@1' }, devDependencies: { ms: '1' } },
      },
    });
    expect(listed(graph)).toEqual(['debug@4.4.3', 'forked@', 'maybe@1.0.0', 'ms@1.0.0', 'ms@2.1.3', 'real@1.0.1']);
    expect(edges(graph)).toContain('node_modules/debug -> ms (runtime): node_modules/debug/node_modules/ms');
    expect(graph.packages.get('node_modules/ms')?.isDev).toBe(true);
    expect(only(graph, 'maybe').isOptional).toBe(true);
    expect(only(graph, 'forked').origin).toBe('git');
    expect(graph.gaps).toEqual([]);
  });

  test('without the manifest it says that it does not know who asks', async () => {
    const graph = await graphOf('package-lock.json', form1);
    expect(graph.gaps).toEqual(['No package.json beside it: everything is taken for a direct dependency']);
    expect([...graph.packages.values()].some(({ isDev }) => isDev)).toBe(false);
  });
});

describe('what is no lock file', () => {
  test.each([
    ['broken JSON names the line', '{\n  "packages": {\n', 'CDEV_E_LOCK_FILE_MALFORMED', /package-lock\.json/],
    [
      'a conflict is named as such',
      '{\n<<<<<<< HEAD\n',
      'CDEV_E_LOCK_FILE_MALFORMED',
      /json:2: a merge conflict is not settled/,
    ],
    ['another document', '{"name":"x"}', 'CDEV_E_LOCK_FILE_MALFORMED', /neither/],
    ['a list', '[]', 'CDEV_E_LOCK_FILE_MALFORMED', /neither/],
    ['a later form', '{"lockfileVersion":7,"packages":{}}', 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN', /form 7/],
  ])('%s', async (_, text, code, message) => {
    await expect(graphOf('package-lock.json', text)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('entries of a wrong type are no packages, and break nothing', async () => {
    const graph = await graphOf(
      'package-lock.json',
      '{"lockfileVersion":3,"packages":{"node_modules/a":null,"node_modules/__proto__":{"version":"1.0.0"}}}',
    );
    expect(listed(graph)).toEqual(['__proto__@1.0.0', 'a@']);
  });

  test('another file', async () => {
    await expect(graphOf('lock.txt', '')).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_NOT_ONE' });
  });
});

test('form 2 without the list has only the tree, and without both says nothing', async () => {
  const tree = { ms: { version: '2.1.3' } };
  const text = JSON.stringify({ lockfileVersion: 2, dependencies: tree });
  expect(listed(await graphOf('package-lock.json', `\uFEFF${text}`))).toEqual(['ms@2.1.3']);
  await expect(graphOf('package-lock.json', '{"lockfileVersion":3}')).rejects.toMatchObject({
    code: 'CDEV_E_LOCK_FILE_MALFORMED',
  });
});
