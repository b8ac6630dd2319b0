import { describe, expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

const form9 = `lockfileVersion: '9.0'

importers:

  .:
    devDependencies:
      typescript:
        specifier: ^5.0.0
        version: 5.9.3
  packages/cart:
    dependencies:
      '@shop/core':
        specifier: workspace:^
        version: link:../core
      renamed:
        specifier: npm:@real/name@^1.0.0
        version: '@real/name@1.0.0'
      plugin:
        specifier: ^2.0.0
        version: 2.0.0(typescript@5.9.3)
      patched:
        specifier: ^1.0.0
        version: 1.0.0(patch_hash=0a1b)
      forked:
        specifier: github:ada/forked
        version: https://codeload.github.com/ada/forked/tar.gz/0a1b
      archive:
        specifier: https://files.example/archive.tgz
        version: https://files.example/archive.tgz
      folder:
        specifier: file:../../folder
        version: file:folder
      outside:
        specifier: link:../../outside
        version: link:../../outside
    optionalDependencies:
      fsevents:
        specifier: ^2.0.0
        version: 2.3.3
  packages/core: {}

packages:

  '@real/name@1.0.0':
    resolution: {integrity: sha512-AA==}
    deprecated: use another
  archive@https://files.example/archive.tgz:
    resolution: {tarball: https://files.example/archive.tgz}
    version: 4.0.0
  folder@file:folder:
    resolution: {directory: folder, type: directory}
  forked@https://codeload.github.com/ada/forked/tar.gz/0a1b:
    resolution: {gitHosted: true, tarball: https://codeload.github.com/ada/forked/tar.gz/0a1b}
    version: 1.5.0
  fsevents@2.3.3:
    resolution: {integrity: sha512-BB==}
    os: [darwin]
  patched@1.0.0:
    resolution: {integrity: sha512-CC==}
  plugin@2.0.0:
    resolution: {integrity: sha512-DD==}
    peerDependencies:
      typescript: '>=5'
  typescript@5.9.3:
    resolution: {integrity: sha512-EE==}

snapshots:

  '@real/name@1.0.0': {}
  archive@https://files.example/archive.tgz: {}
  folder@file:folder: {}
  forked@https://codeload.github.com/ada/forked/tar.gz/0a1b:
    dependencies:
      lost: 9.9.9
  fsevents@2.3.3:
    optional: true
  patched@1.0.0(patch_hash=0a1b): {}
  plugin@2.0.0(typescript@5.9.3):
    dependencies:
      typescript: 5.9.3
  typescript@5.9.3: {}
`;

describe('form 9', () => {
  test('importers, aliases, patches, addresses and peers', async () => {
    const graph = await graphOf('pnpm-lock.yaml', form9);
    expect(listed(graph)).toEqual([
      '@real/name@1.0.0',
      'archive@4.0.0',
      'folder@',
      'forked@1.5.0',
      'fsevents@2.3.3',
      'patched@1.0.0',
      'plugin@2.0.0',
      'typescript@5.9.3',
    ]);
    expect([...graph.importers.keys()]).toEqual(['workspace:', 'workspace:packages/cart', 'workspace:packages/core']);
    expect(edges(graph)).toEqual(
      expect.arrayContaining([
        'workspace: -> typescript (dev): typescript@5.9.3',
        'workspace:packages/cart -> @shop/core (runtime): workspace:packages/core',
        'workspace:packages/cart -> renamed (runtime): @real/name@1.0.0',
        'plugin@2.0.0(typescript@5.9.3) -> typescript (peer): typescript@5.9.3',
      ]),
    );
  });

  test('who reaches what', async () => {
    const graph = await graphOf('pnpm-lock.yaml', form9);
    expect(only(graph, 'typescript')).toMatchObject({ isDev: false, isPeer: false });
    expect(only(graph, 'fsevents')).toMatchObject({ isOptional: true });
    expect(only(graph, '@real/name')).toMatchObject({ deprecated: 'use another', integrity: 'sha512-AA==' });
    expect(only(graph, 'patched').isPatched).toBe(true);
    expect(['folder', 'forked', 'archive', 'plugin'].map((name) => only(graph, name).origin)).toEqual([
      'local',
      'git',
      'url',
      'registry',
    ]);
    expect(graph.missing).toEqual([
      { from: 'forked@https://codeload.github.com/ada/forked/tar.gz/0a1b', name: 'lost', kind: 'runtime' },
    ]);
  });

  test('the document of pnpm’s own tools before it is left out', async () => {
    const tools = `---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    packageManagerDependencies:\n      pnpm: {specifier: 12.0.0, version: 12.0.0}\npackages:\n  pnpm@12.0.0: {}\nsnapshots:\n  pnpm@12.0.0: {}\n---\n`;
    expect(listed(await graphOf('pnpm-lock.yaml', tools + form9))).not.toContain('pnpm@12.0.0');
  });

  test('configuration out of packages is there for development, with what it brings along', async () => {
    const tools = `---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    configDependencies:\n      hooks: {specifier: 1.0.0, version: 1.0.0}\n    packageManagerDependencies:\n      pnpm: {specifier: 12.0.0, version: 12.0.0}\npackages:\n  hooks@1.0.0: {}\n  native@1.0.1: {}\n  pnpm@12.0.0: {}\nsnapshots:\n  hooks@1.0.0:\n    optionalDependencies:\n      native: 1.0.1\n  native@1.0.1: {}\n  pnpm@12.0.0: {}\n---\n`;
    const graph = await graphOf('pnpm-lock.yaml', tools + form9);
    const found = ['hooks', 'native'].map((name) => only(graph, name));
    expect(found.map(({ version, isDev }) => [version, isDev])).toEqual([
      ['1.0.0', true],
      ['1.0.1', true],
    ]);
    expect(listed(graph)).not.toContain('pnpm@12.0.0');
  });
});

test('form 6: keys begin with a slash, a package by itself has no importers', async () => {
  const graph = await graphOf(
    'pnpm-lock.yaml',
    `lockfileVersion: '6.0'
dependencies:
  plugin: {specifier: ^2.0.0, version: 2.0.0(typescript@5.9.3)}
  renamed: {specifier: 'npm:@real/name@1', version: /@real/name@1.0.0}
devDependencies:
  typescript: {specifier: ^5.0.0, version: 5.9.3}
packages:
  /@real/name@1.0.0: {resolution: {integrity: sha512-AA==}, requiresBuild: true, dev: false}
  /plugin@2.0.0(typescript@5.9.3):
    resolution: {integrity: sha512-DD==}
    peerDependencies: {typescript: '>=5'}
    dependencies: {typescript: 5.9.3}
  /typescript@5.9.3: {resolution: {integrity: sha512-EE==}}
  github.com/ada/forked/0a1b:
    resolution: {tarball: https://codeload.github.com/ada/forked/tar.gz/0a1b}
    name: forked
    version: 1.0.0
`,
  );
  expect(listed(graph)).toEqual(['@real/name@1.0.0', 'forked@1.0.0', 'plugin@2.0.0', 'typescript@5.9.3']);
  expect(only(graph, '@real/name').hasInstallScript).toBe(true);
  expect(edges(graph)).toContain('workspace: -> renamed (runtime): /@real/name@1.0.0');
  expect(graph.missing).toEqual([]);
});

test('form 5: peers follow an underscore, ranges stand apart', async () => {
  const graph = await graphOf(
    'pnpm-lock.yaml',
    `lockfileVersion: 5.4
importers:
  .:
    specifiers: {plugin: ^2.0.0, '@scope/b': ^1.0.0-rc}
    dependencies: {plugin: 2.0.0_typescript@5.9.3}
    devDependencies: {'@scope/b': 1.0.0-rc.1_0ab1c2}
packages:
  /plugin/2.0.0_typescript@5.9.3:
    resolution: {integrity: sha512-DD==}
    peerDependencies: {typescript: '>=5'}
    dependencies: {typescript: 5.9.3}
  /typescript/5.9.3: {resolution: {integrity: sha512-EE==}}
  /@scope/b/1.0.0-rc.1_0ab1c2: {resolution: {integrity: sha512-FF==}}
`,
  );
  expect(listed(graph)).toEqual(['@scope/b@1.0.0-rc.1', 'plugin@2.0.0', 'typescript@5.9.3']);
  expect(graph.importers.get('workspace:')?.edges[0]).toEqual({
    name: 'plugin',
    kind: 'runtime',
    range: '^2.0.0',
    to: '/plugin/2.0.0_typescript@5.9.3',
  });
  expect(only(graph, '@scope/b').isDev).toBe(true);
});

test.each([
  ['no version', 'packages: {}', 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN', /without a version/],
  ['a later form', "lockfileVersion: '12.0'", 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN', /form 12\.0/],
  ['broken YAML', "lockfileVersion: '9.0'\nimporters:\n  a: [", 'CDEV_E_LOCK_FILE_MALFORMED', /yaml:[34]/],
  [
    'a conflict',
    "lockfileVersion: '9.0'\n<<<<<<< HEAD\na: 1\n=======\n",
    'CDEV_E_LOCK_FILE_MALFORMED',
    /yaml:2: a merge conflict/,
  ],
])('%s', async (_, text, code, message) => {
  await expect(graphOf('pnpm-lock.yaml', text)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('form 6: a registry of its own stands before the name', async () => {
  const keys = ['npm.acme.example/@acme/cart@1.0.0', 'npm.acme.example:8080/ms@2.0.0', '/@acme/a@1.2.3(ms@2.0.0)'];
  const text = `lockfileVersion: '6.0'\npackages:\n${keys.map((key) => `  ${key}:\n    resolution: {integrity: sha512-AA==}\n`).join('')}`;
  expect(listed(await graphOf('pnpm-lock.yaml', text))).toEqual(['@acme/a@1.2.3', '@acme/cart@1.0.0', 'ms@2.0.0']);
});

test('a runtime is no package of the registry, whatever its name', async () => {
  const text = `lockfileVersion: '9.0'
packages:
  node@runtime:26.7.0:
    hasBin: true
    resolution:
      type: variations
      variants: []
    version: 26.7.0
snapshots:
  node@runtime:26.7.0: {}
`;
  expect(only(await graphOf('pnpm-lock.yaml', text), 'node')).toMatchObject({ version: '26.7.0', origin: 'url' });
});
