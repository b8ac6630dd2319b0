import { describe, expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

describe('yarn 1', () => {
  const lock = `# yarn lockfile v1


"@scope/a@^1.0.0", "@scope/a@^1.2.0":
  version "1.2.3"
  resolved "https://packages.example/@scope/a/-/a-1.2.3.tgz#0123456789abcdef0123456789abcdef01234567"
  dependencies:
    ms "^2.0.0"
  optionalDependencies:
    fsevents "^2.0.0"

forked@ada/forked:
  version "1.0.0"
  resolved "https://codeload.github.com/ada/forked/tar.gz/0a1b"

"fsevents@^2.0.0":
  version "2.3.3"
  resolved "https://packages.example/fsevents/-/fsevents-2.3.3.tgz"
  integrity sha512-BB==

ms@2.1.3:
  version "2.1.3"
  resolved "https://packages.example/ms/-/ms-2.1.3.tgz"

ms@^1.0.0:
  version "1.0.0"

"renamed@npm:@real/name@^1.0.0":
  version "1.0.1"
`;
  const manifests = {
    '': {
      name: 'shop',
      workspaces: ['packages/*'],
      devDependencies: { '@scope/a': '^1.0.0', renamed: 'npm:@real/name@^1.0.0' },
      resolutions: { '**/ms': '2.1.3' },
    },
    'packages/cart': { name: '@shop/cart', dependencies: { '@shop/core': '1.0.0', forked: 'ada/forked', lost: '1' } },
    'packages/core': { name: '@shop/core', version: '1.0.0' },
  };

  test('packages, their asking and the members of the manifests', async () => {
    const graph = await graphOf('yarn.lock', lock, { manifests });
    expect(graph).toMatchObject({ format: 'yarn-classic', gaps: [] });
    expect(listed(graph)).toEqual([
      '@real/name@1.0.1',
      '@scope/a@1.2.3',
      'forked@1.0.0',
      'fsevents@2.3.3',
      'ms@1.0.0',
      'ms@2.1.3',
    ]);
    expect(edges(graph)).toEqual(
      expect.arrayContaining([
        'workspace: -> @scope/a (dev): @scope/a@^1.0.0',
        'workspace:packages/cart -> @shop/core (runtime): workspace:packages/core',
        // By the root's resolutions.
        '@scope/a@^1.0.0 -> ms (runtime): ms@2.1.3',
        '@scope/a@^1.0.0 -> fsevents (optional): fsevents@^2.0.0',
      ]),
    );
    expect(graph.missing).toEqual([{ from: 'workspace:packages/cart', name: 'lost', kind: 'runtime', range: '1' }]);
  });

  test('origin, the hash in the address, and reach', async () => {
    const graph = await graphOf('yarn.lock', lock, { manifests });
    expect(only(graph, '@scope/a')).toMatchObject({ isDev: true, integrity: 'sha1-ASNFZ4mrze8BI0VniavN7wEjRWc=' });
    expect(only(graph, 'fsevents')).toMatchObject({ isOptional: true, integrity: 'sha512-BB==' });
    expect(only(graph, 'forked')).toMatchObject({ origin: 'git', isDev: false });
  });

  test('without manifests it says so', async () => {
    expect((await graphOf('yarn.lock', lock)).gaps).toEqual([
      'No package.json beside it: who asks for what is not known',
    ]);
  });

  test.each([
    ['a line that belongs to nothing', '  version "1"\n', /yarn\.lock:1: /],
    ['an entry without a colon', 'a@1\n', /yarn\.lock:1: /],
    ['a quote that does not end', '\n"a@1:\n', /yarn\.lock:2: /],
    ['a conflict', 'a@1:\n  version "1"\n<<<<<<< HEAD\n', /yarn\.lock:3: a merge conflict/],
  ])('%s', async (_, text, message) => {
    await expect(graphOf('yarn.lock', text)).rejects.toMatchObject({
      code: 'CDEV_E_LOCK_FILE_MALFORMED',
      message: expect.stringMatching(message),
    });
  });
});

describe('yarn 2 and later', () => {
  const lock = `__metadata:
  version: 8
  cacheKey: 10c0

"@shop/cart@workspace:^, @shop/cart@workspace:packages/cart":
  version: 0.0.0-use.local
  resolution: "@shop/cart@workspace:packages/cart"
  dependencies:
    ms: "npm:^2.0.0"
    typescript: "npm:^5.0.0"
  languageName: unknown
  linkType: soft

"shop@workspace:.":
  version: 0.0.0-use.local
  resolution: "shop@workspace:."
  dependencies:
    "@shop/cart": "workspace:^"

"forked@https://github.com/ada/forked.git":
  version: 1.0.0
  resolution: "forked@https://github.com/ada/forked.git#commit=0a1b"
  dependencies:
    ms: "npm:1.0.0"
    fsevents: "npm:^2.0.0"
  dependenciesMeta:
    fsevents:
      optional: true
  checksum: 10c0/0a1b

"fsevents@npm:^2.0.0":
  version: 2.3.3
  resolution: "fsevents@npm:2.3.3"
  conditions: os=darwin

"ms@npm:1.0.0":
  version: 1.0.0
  resolution: "ms@npm:1.0.0"

"ms@npm:^2.0.0, ms@npm:^2.1.0":
  version: 2.1.3
  resolution: "ms@npm:2.1.3"
  checksum: 10c0/2c3d

"typescript@npm:^5.0.0":
  version: 5.9.3
  resolution: "typescript@npm:5.9.3"

"typescript@patch:typescript@npm%3A^5.0.0#optional!builtin<compat/typescript>":
  version: 5.9.3
  resolution: "typescript@patch:typescript@npm%3A5.9.3#optional!builtin<compat/typescript>::version=5.9.3&hash=0a1b"

"mended@patch:mended@npm%3A1.0.0#./mended.patch":
  version: 1.0.0
  resolution: "mended@patch:mended@npm%3A1.0.0#./mended.patch::version=1.0.0&hash=4d5e&locator=shop%40workspace%3A."
`;
  const manifests = {
    '': { name: 'shop', dependencies: { '@shop/cart': 'workspace:^', forked: 'https://github.com/ada/forked.git' } },
    'packages/cart': { name: '@shop/cart', dependencies: { ms: '^2.0.0' }, devDependencies: { typescript: '^5.0.0' } },
  };

  test('members are importers, and what only development needs is known from their manifests', async () => {
    const graph = await graphOf('yarn.lock', lock, { manifests });
    expect(graph).toMatchObject({ format: 'yarn-berry', formatVersion: '8', gaps: [], missing: [] });
    expect(listed(graph)).toEqual([
      'forked@1.0.0',
      'fsevents@2.3.3',
      'mended@1.0.0',
      'ms@1.0.0',
      'ms@2.1.3',
      'typescript@5.9.3',
    ]);
    expect([...graph.importers.keys()].sort()).toEqual(['workspace:', 'workspace:packages/cart']);
    expect(graph.packages.get('typescript@npm:5.9.3')?.isDev).toBe(true);
    expect(edges(graph)).toEqual(
      expect.arrayContaining([
        'workspace: -> @shop/cart (runtime): workspace:packages/cart',
        'forked@https://github.com/ada/forked.git#commit=0a1b -> ms (runtime): ms@npm:1.0.0',
        'forked@https://github.com/ada/forked.git#commit=0a1b -> fsevents (optional): fsevents@npm:2.3.3',
      ]),
    );
  });

  test('origin and patches: those of yarn itself change nothing', async () => {
    const graph = await graphOf('yarn.lock', lock, { manifests });
    expect(only(graph, 'forked').origin).toBe('git');
    expect(only(graph, 'mended')).toMatchObject({ origin: 'registry', isPatched: true });
    expect(
      [...graph.packages.values()].filter(({ name }) => name === 'typescript').map(({ isPatched }) => isPatched),
    ).toEqual([false, false]);
    expect(graph.packages.get('ms@npm:2.1.3')?.integrity).toBe('yarn:10c0/2c3d');
  });

  test('without manifests it says what it takes for shipped', async () => {
    const graph = await graphOf('yarn.lock', lock);
    expect(graph.gaps).toEqual([
      'packages/cart, . have no package.json here: dependencies for development are taken for shipped',
    ]);
    expect(graph.packages.get('typescript@npm:5.9.3')?.isDev).toBe(false);
  });

  test.each([
    ['a version that is none', '__metadata:\n  version: new\n', 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN', /form new/],
    ['broken YAML', '__metadata:\n  version: 8\n"a@npm:1": [\n', 'CDEV_E_LOCK_FILE_MALFORMED', /yarn\.lock:[34]/],
  ])('%s', async (_, text, code, message) => {
    await expect(graphOf('yarn.lock', text)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

describe('replaced ranges', () => {
  test('yarn 4: a catalogue of .yarnrc.yml, and another range for one parent or for one range', async () => {
    const entry = (keys: string, resolution: string, more = ''): string =>
      `"${keys}":\n  version: ${resolution.slice(resolution.lastIndexOf(':') + 1)}\n  resolution: "${resolution}"\n${more}\n`;
    const lock = [
      '__metadata:\n  version: 8\n\n',
      entry('shop@workspace:.', 'shop@workspace:.').replace('version: .', 'version: 0.0.0-use.local'),
      entry('@ada/a@npm:^1.0.0', '@ada/a@npm:1.0.0', '  dependencies:\n    "type": "npm:^0.1.0"\n'),
      entry('type@npm:^2.0.0', 'type@npm:2.0.0'),
      entry('type@npm:^3.0.0', 'type@npm:3.0.0'),
      entry('ms@npm:^1.0.0', 'ms@npm:1.0.0'),
      entry('ms@npm:^2.0.0', 'ms@npm:2.0.0'),
      entry('once@npm:^1.0.0', 'once@npm:1.0.0'),
      entry('once@npm:^2.0.0', 'once@npm:2.0.0'),
    ].join('');
    const manifest = {
      name: 'shop',
      dependencies: { '@ada/a': '^1.0.0', ms: 'catalog:', type: '^3.0.0' },
      devDependencies: { once: 'catalog:tools' },
      resolutions: { '@ada/a/type': '^2.0.0', 'ms@npm:^7.0.0': '^1.0.0' },
    };
    const graph = await graphOf('yarn.lock', lock, {
      manifests: { '': manifest },
      texts: { '.yarnrc.yml': 'catalog:\n  ms: ^2.0.0\ncatalogs:\n  tools:\n    once: npm:^1.0.0\n' },
    });
    expect(graph.missing).toEqual([]);
    expect(edges(graph)).toEqual(
      expect.arrayContaining([
        'workspace: -> ms (runtime): ms@npm:2.0.0',
        'workspace: -> type (runtime): type@npm:3.0.0',
        'workspace: -> once (dev): once@npm:1.0.0',
        '@ada/a@npm:1.0.0 -> type (runtime): type@npm:2.0.0',
      ]),
    );
  });

  test('yarn 1: for one parent alone', async () => {
    const lock = `# yarn lockfile v1

a@^1.0.0:
  version "1.0.0"
  dependencies:
    ms "^1.0.0"

ms@2.0.0:
  version "2.0.0"

ms@^1.0.0:
  version "1.0.0"
`;
    const graph = await graphOf('yarn.lock', lock, {
      manifests: {
        '': { dependencies: { a: '^1.0.0', ms: '^1.0.0' }, resolutions: { 'a/ms': '2.0.0', 'b/**/ms': '1' } },
      },
    });
    expect(edges(graph)).toEqual(
      expect.arrayContaining(['workspace: -> ms (runtime): ms@^1.0.0', 'a@^1.0.0 -> ms (runtime): ms@2.0.0']),
    );
  });
});
