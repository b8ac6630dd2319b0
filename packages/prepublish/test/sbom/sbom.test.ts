import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { parseLockFile, type LockGraph } from '@cdev/lock-file';
import { notRun } from '../../src/rule/rule.ts';
import { sbomOf } from '../../src/sbom/sbom.ts';
import { tarballOf } from '../pack-object.ts';

/** The published schema of CycloneDX 1.6, strict as it stands. */
let validate: ValidateFunction;
beforeAll(() => {
  const library = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
  const schema = (name: string): object =>
    JSON.parse(readFileSync(join(dirname(library), 'res/schema', `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(schema('spdx'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json');
  ajv.addSchema(schema('jsf-0.82'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json');
  validate = ajv.compile(schema('bom-1.6'));
});

interface Bill {
  readonly serialNumber: string;
  readonly components: readonly {
    readonly purl: string;
    readonly scope?: string;
    readonly hashes?: readonly object[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly compositions: readonly object[];
}

const digest = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;
const manifest = { name: 'tool', version: '1.0.0', license: 'MIT', dependencies: { '@scope/near': '^1.0.0' } };

/** tool -> near -> far and, if it can be, native -> far; its tests need tester. */
const npmLock = {
  lockfileVersion: 3,
  packages: {
    '': { ...manifest, optionalDependencies: { native: '*' }, devDependencies: { tester: '*' } },
    'node_modules/@scope/near': { version: '1.2.0', integrity: digest, dependencies: { far: '^1.0.0' } },
    'node_modules/far': { version: '1.1.0', integrity: digest },
    'node_modules/native': { version: '3.0.0', optional: true, dependencies: { far: '^2.0.0', deep: '*' } },
    'node_modules/native/node_modules/far': { version: '2.0.0', optional: true },
    'node_modules/deep': { version: '0.1.0', optional: true },
    'node_modules/tester': { version: '9.0.0', dev: true },
  },
};
const lock = await parseLockFile({
  file: '/repo/package-lock.json',
  text: JSON.stringify(npmLock),
  manifests: new Map([['', npmLock.packages['']]]),
  texts: new Map(),
});

async function bill(
  objects: readonly object[],
  graph?: LockGraph,
  paths: Readonly<Record<string, string>> = { tool: '' },
) {
  const document = (await sbomOf(
    objects.map((each) => tarballOf(each, { 'index.js': '' })),
    {
      now: new Date('2026-11-27T00:00:00Z'),
      tool: { name: 'cdev-prepublish', version: '0.1.0' },
      lock: graph,
      pathOf: ({ name }) => paths[name],
      registryOf: () => notRun('offline'),
    },
  )) as Bill;
  validate(document);
  expect(validate.errors).toBeNull();
  return document;
}

const needs = ({ dependencies }: Bill): Record<string, readonly string[]> =>
  Object.fromEntries(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));

describe('the bill of materials', () => {
  test('has every level of the lock file, without development, and says that this is all', async () => {
    const document = await bill([{ ...manifest, optionalDependencies: { native: '*' } }], lock);
    expect(Object.fromEntries(document.components.map(({ purl, scope }) => [purl, scope]))).toEqual({
      'pkg:npm/%40scope/near@1.2.0': 'required',
      'pkg:npm/far@1.1.0': 'required',
      'pkg:npm/native@3.0.0': 'optional',
      'pkg:npm/far@2.0.0': 'optional',
      'pkg:npm/deep@0.1.0': 'optional',
    });
    expect(needs(document)).toEqual({
      'pkg:npm/tool@1.0.0': ['pkg:npm/%40scope/near@1.2.0', 'pkg:npm/native@3.0.0'],
      'pkg:npm/%40scope/near@1.2.0': ['pkg:npm/far@1.1.0'],
      'pkg:npm/native@3.0.0': ['pkg:npm/far@2.0.0', 'pkg:npm/deep@0.1.0'],
      'pkg:npm/far@1.1.0': [],
      'pkg:npm/far@2.0.0': [],
      'pkg:npm/deep@0.1.0': [],
    });
    expect(document.components.find(({ purl }) => purl === 'pkg:npm/far@1.1.0')?.hashes).toEqual([
      { alg: 'SHA-512', content: '07'.repeat(64) },
    ]);
    expect(document.compositions).toEqual([{ aggregate: 'complete', dependencies: ['pkg:npm/tool@1.0.0'] }]);
  });

  test('is the same for the same contents', async () => {
    const [first, second] = [await bill([manifest], lock), await bill([manifest], lock)];
    expect(second).toEqual(first);
    expect((await bill([{ ...manifest, version: '1.0.1' }], lock)).serialNumber).not.toBe(first.serialNumber);
  });

  test('without a lock file ends with what is declared, and says so', async () => {
    const document = await bill([{ ...manifest, peerDependencies: { host: '>=1' } }]);
    expect(document.components.map(({ purl }) => purl)).toEqual(['pkg:npm/%40scope/near', 'pkg:npm/host']);
    expect(document.compositions).toEqual([{ aggregate: 'incomplete', dependencies: ['pkg:npm/tool@1.0.0'] }]);
  });

  test('a dependency that the lock file does not have makes it incomplete', async () => {
    const document = await bill([{ ...manifest, dependencies: { ...manifest.dependencies, later: '^1.0.0' } }], lock);
    expect(document.components.map(({ purl }) => purl)).toContain('pkg:npm/later');
    expect(document.compositions).toEqual([{ aggregate: 'incomplete', dependencies: ['pkg:npm/tool@1.0.0'] }]);
  });

  test('members of a workspace stand in it by the versions that are published', async () => {
    const graph = await parseLockFile({
      file: '/repo/pnpm-lock.yaml',
      text: `lockfileVersion: '9.0'
importers:
  packages/top:
    dependencies:
      base: { specifier: workspace:^, version: link:../base }
  packages/base:
    dependencies:
      far: { specifier: ^1.0.0, version: 1.1.0 }
packages:
  far@1.1.0: { resolution: { integrity: ${digest} } }
snapshots:
  far@1.1.0: {}
`,
      manifests: new Map([
        ['packages/top', { name: 'top' }],
        ['packages/base', { name: 'base' }],
      ]),
      texts: new Map(),
    });
    const document = await bill(
      [
        { name: 'base', version: '2.0.0', dependencies: { far: '^1.0.0' } },
        { name: 'top', version: '3.0.0', dependencies: { base: '^2.0.0' } },
      ],
      graph,
      { base: 'packages/base', top: 'packages/top' },
    );
    expect(needs(document)).toEqual({
      'pkg:npm/base@2.0.0': ['pkg:npm/far@1.1.0'],
      'pkg:npm/far@1.1.0': [],
      'pkg:npm/top@3.0.0': ['pkg:npm/base@2.0.0'],
    });
    expect(document.components.map(({ purl }) => purl)).toEqual(
      expect.arrayContaining(['pkg:npm/base@2.0.0', 'pkg:npm/top@3.0.0', 'pkg:npm/far@1.1.0']),
    );
  });

  test.each([['MIT'], ['(MIT OR Apache-2.0)'], ['SEE LICENSE IN EULA.txt'], ['UNLICENSED'], ['']])(
    'holds its schema with the license "%s"',
    async (license) => {
      await bill([{ ...manifest, license }], lock);
      expect(validate.errors).toBeNull();
    },
  );
});
