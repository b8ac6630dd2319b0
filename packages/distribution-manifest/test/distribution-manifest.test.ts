import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readTarball } from '@cdev/package-tarball';
import { tempFolder } from '@cdev/test-kit';
import { Header } from 'tar';
import {
  describePackage,
  distributionManifestFile,
  parseDistributionManifest,
  readDistributionManifest,
  serialiseDistributionManifest,
  writeDistributionManifest,
  type DistributionManifest,
} from '../src/index.ts';

function entry(path: string, content: string, mode = 0o644): Buffer {
  const data = Buffer.from(content);
  const header = Buffer.alloc(512);
  new Header({ path, type: 'File', mode, size: data.length, mtime: new Date(0) }).encode(header, 0);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

const tarball = readTarball(
  gzipSync(
    Buffer.concat([
      entry('package/package.json', '{"name":"@app/cart","version":"1.2.3-beta.1","bin":{"cart":"./bin.js"}}'),
      entry('package/bin.js', '#!', 0o755),
      entry('package/ü: x.js', ''),
    ]),
  ),
);

const manifest: DistributionManifest = {
  schemaVersion: 1,
  createdAt: '2026-11-26T22:00:00.000Z',
  git: { commit: 'a'.repeat(40), branch: 'main', dirty: false, remote: 'https://github.com/app/cart.git' },
  tools: { node: '24.1.0', npm: '12.2.0', packer: 'pnpm 12.21.0' },
  packages: [describePackage(tarball, { path: 'packages/cart', tarball: 'app-cart-1.2.3.tgz', distTag: 'next' })],
  unknownFields: { costCentre: 12 },
};
const text = serialiseDistributionManifest(manifest);

function problemsOf(content: string, file = 'm.yaml'): { code?: string; message: string } {
  try {
    parseDistributionManifest(content, file);
  } catch (error) {
    return error as { code?: string; message: string };
  }
  throw new Error('It was accepted');
}

describe('the distribution manifest', () => {
  test('says of a tarball what a registry and a user can be compared with', () => {
    expect(manifest.packages[0]).toMatchObject({
      name: '@app/cart',
      version: '1.2.3-beta.1',
      integrity: tarball.integrity,
      bins: { cart: 'bin.js' },
      files: [
        { path: 'bin.js', size: 2, mode: '755' },
        { path: 'package.json', mode: '644' },
        { path: 'ü: x.js', size: 0, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
      ],
    });
  });

  test('gives back what was written, as YAML and as JSON, and keeps unknown fields', async () => {
    expect(parseDistributionManifest(text, 'm.yaml')).toEqual(manifest);
    const { unknownFields, ...known } = manifest;
    expect(parseDistributionManifest(JSON.stringify({ ...known, ...unknownFields }), 'm.json')).toEqual(manifest);
    expect(serialiseDistributionManifest(parseDistributionManifest(text, 'm.yaml'))).toBe(text);
    await using folder = await tempFolder();
    const file = distributionManifestFile(folder.path);
    await writeDistributionManifest(file, manifest);
    expect(await readDistributionManifest(file)).toEqual(manifest);
  });

  test('needs neither a repository nor a branch', () => {
    const { git: _git, ...without } = manifest;
    expect(parseDistributionManifest(serialiseDistributionManifest(without), 'm').git).toBeUndefined();
  });

  test('tells all problems at once, with file, line and field', () => {
    const { code, message } = problemsOf(
      text
        .replace('version: 1.2.3-beta.1', 'version: one')
        .replace(/integrity: .*/, 'integrity: sha1-abc')
        .replace('tarball: app-cart-1.2.3.tgz', 'tarball: ../../etc/passwd')
        .replace('mode: "755"', 'mode: 0x1ed')
        .replace('dirty: false', 'dirty: maybe')
        .replace(/createdAt: .*/, 'createdAt: yesterday'),
    );
    expect(code).toBe('CDEV_E_DISTRIBUTION_MANIFEST_INVALID');
    expect(message).toMatch(
      /m\.yaml:\d+:\d+ \(packages\[0\]\.version\): expected a version such as 1\.2\.3, found the text "one"/,
    );
    for (const field of [
      'createdAt',
      'git.dirty',
      'packages[0].integrity',
      'packages[0].tarball',
      'packages[0].files[0].mode',
    ])
      expect(message).toContain(`(${field})`);
  });

  test('a file of a newer version, no YAML, and no file are errors of their own', async () => {
    expect(problemsOf('schemaVersion: 2\n')).toMatchObject({
      code: 'CDEV_E_DISTRIBUTION_MANIFEST_NEWER',
      message: 'm.yaml:1:16: schemaVersion is 2, and this version reads manifests up to 1',
    });
    expect(problemsOf('a: [')).toMatchObject({ code: 'CDEV_E_DISTRIBUTION_MANIFEST_SYNTAX' });
    expect(problemsOf('').message).toContain('m.yaml:1:1: expected a mapping of fields, found nothing');
    expect(problemsOf('schemaVersion: 1\n').message).toContain('(packages): expected a list of mappings');
    await using folder = await tempFolder({ taken: '' });
    await expect(readDistributionManifest(join(folder.path, 'none.yaml'))).rejects.toMatchObject({
      code: 'CDEV_E_DISTRIBUTION_MANIFEST_NOT_FOUND',
    });
    await expect(writeDistributionManifest(join(folder.path, 'taken/m.yaml'), manifest)).rejects.toMatchObject({
      code: 'CDEV_E_DISTRIBUTION_MANIFEST_UNREADABLE',
    });
    await writeFile(join(folder.path, 'torn.yaml'), text.slice(0, -400));
    await expect(readDistributionManifest(join(folder.path, 'torn.yaml'))).rejects.toThrow(/torn\.yaml:\d+/);
  });

  test('every field of it is described in the schema that is shipped, and the other way round', async () => {
    const schema = JSON.parse(
      await readFile(new URL('../distribution-manifest.schema.json', import.meta.url), 'utf8'),
    ) as Schema;
    expect(differences({ ...manifest, unknownFields: undefined }, schema, '')).toEqual([]);
  });
});

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly pattern?: string;
}

/** Where a value is not as a schema says, as far as this schema goes. */
function differences(value: unknown, schema: Schema, place: string): readonly string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => differences(item, schema.items ?? {}, `${place}[${index}]`));
  if (typeof value !== 'object' || value === null) {
    const type = typeof value === 'number' ? 'integer' : typeof value;
    const isFormed = schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(String(value));
    return schema.type === type && isFormed
      ? []
      : [`${place}: ${type} ${String(value)}, not ${JSON.stringify(schema)}`];
  }
  const present = Object.entries(value).filter(([, content]) => content !== undefined);
  const missing = (schema.required ?? []).filter((name) => !present.some(([other]) => other === name));
  return [
    ...missing.map((name) => `${place}.${name} is missing`),
    ...present.flatMap(([name, content]) => {
      const own = schema.properties?.[name];
      const other = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
      return own || other ? differences(content, own ?? other!, `${place}.${name}`) : [`${place}.${name} is unknown`];
    }),
  ];
}
