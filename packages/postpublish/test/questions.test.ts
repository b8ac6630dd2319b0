import { generateKeyPairSync, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, afterAll, describe, expect, test } from '@jest/globals';
import type { Packument, PublishedManifest } from '@cdev/package-registry';
import { checkProvenance } from '../src/checks/check-provenance.ts';
import { checkSignatures } from '../src/checks/check-signatures.ts';
import { checkSize } from '../src/checks/check-size.ts';
import type { Check, CheckSubject } from '../src/checks/check.ts';
import { postpublish, type ReleaseReport } from '../src/index.ts';
import { openRelease } from '../src/release/open-release.ts';
import { otherTarball } from './other-tarball.ts';
import { defaults, packedRelease, type PublishedRelease } from './published-release.ts';

let release: PublishedRelease;
let subject: CheckSubject;
let bytes: Buffer;

beforeAll(async () => {
  release = await packedRelease();
  bytes = await readFile(join(dirname(release.manifestFile), release.one('words').tarball));
  await release.registry.put(await otherTarball(bytes, {}, '1.0.0'));
  await release.registry.put(bytes);
  const opened = await openRelease(
    { manifest: undefined, packages: ['@acme/words'], published: false },
    // No sigstore can be asked.
    release.context({ env: { TUF_MIRROR: 'http://127.0.0.1:9/tuf', TUF_ROOT: join(release.repo.path, '.git/tuf') } }),
  );
  const packument = (await opened.registry.packument('@acme/words', { full: true, fresh: true }))!;
  const [one] = opened.packages;
  subject = { one: one!, published: packument.versions['1.1.0']!, packument, release: opened };
});
afterAll(async () => {
  await release[Symbol.asyncDispose]();
});
afterEach(() => release.registry.clearFaults());

/** The check of the version as if the registry said this of its distribution. */
async function check(of: Check, dist: Partial<PublishedManifest['dist']>, manifest: object = {}): Promise<string> {
  const published = { ...subject.published, ...manifest, dist: { ...subject.published.dist, ...dist } };
  const { status, detail } = await of({ ...subject, published });
  return `${status}: ${detail}`;
}

function serve(path: string, body: unknown): void {
  release.registry.fault({ kind: 'status', status: 200, path, body: JSON.stringify(body) });
}

describe('signatures', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const keys = (more: object = {}): object => ({
    keys: [{ keyid: 'SHA256:k', key, keytype: 'ecdsa-sha2-nistp256', ...more }],
  });
  const signed = (text: string): Partial<PublishedManifest['dist']> => ({
    signatures: [{ keyid: 'SHA256:k', sig: sign('sha256', Buffer.from(text), privateKey).toString('base64') }],
  });
  const right = (): string => `@acme/words@1.1.0:${subject.one.integrity}`;

  test('are not run where a registry has no keys, or a page in their place', async () => {
    expect(await check(checkSignatures, signed(right()))).toBe(
      'not-run: this registry publishes no keys for signatures',
    );
    release.registry.fault({ kind: 'garbage', path: '-/npm/v1/keys' });
    expect(await check(checkSignatures, {})).toMatch(/^not-run/);
  });

  test('of these bytes by a key of the registry hold; others, missing and expired ones do not', async () => {
    serve('-/npm/v1/keys', keys());
    expect(await check(checkSignatures, signed(right()))).toBe('passed: signature by SHA256:k');
    expect(await check(checkSignatures, signed('@acme/words@1.0.0:x'))).toMatch(/^failed: .*not of these bytes/);
    expect(await check(checkSignatures, { signatures: [{ keyid: 'SHA256:other', sig: '' }] })).toMatch(
      /^failed: .*does not publish/,
    );
    expect(await check(checkSignatures, {})).toMatch(/^failed: the registry signs, and has no signature/);
    release.registry.clearFaults();
    serve('-/npm/v1/keys', keys({ expires: '2020-01-01T00:00:00Z' }));
    expect(await check(checkSignatures, signed(right()))).toMatch(/^failed: .*after it expired/);
  });
});

describe('provenance', () => {
  const statement = (
    changes: { name?: string; digest?: string; commit?: string; repository?: string } = {},
  ): object => ({
    subject: [
      {
        name: changes.name ?? 'pkg:npm/%40acme/words@1.1.0',
        digest: { sha512: changes.digest ?? Buffer.from(subject.one.integrity.slice(7), 'base64').toString('hex') },
      },
    ],
    predicate: {
      buildDefinition: {
        externalParameters: {
          workflow: {
            repository: changes.repository ?? 'https://github.com/acme/app',
            path: '.github/workflows/release.yml',
          },
        },
        resolvedDependencies: [{ digest: { gitCommit: changes.commit ?? release.manifest.git?.commit } }],
      },
    },
  });
  const attested = async (changes: Parameters<typeof statement>[0] = {}): Promise<string> => {
    release.registry.clearFaults();
    const payload = Buffer.from(JSON.stringify(statement(changes))).toString('base64');
    serve('-/npm/v1/attestations/@acme/words@1.1.0', {
      attestations: [{ predicateType: 'https://slsa.dev/provenance/v1', bundle: { dsseEnvelope: { payload } } }],
    });
    return check(checkProvenance, {
      attestations: { url: 'https://elsewhere.example/-/npm/v1/attestations/@acme/words@1.1.0' },
    });
  };

  test('is not run without attestations, and missing when the package asks for it', async () => {
    expect(await check(checkProvenance, {})).toMatch(/^not-run: it was published without provenance/);
    const wanted = { publishConfig: { provenance: true } };
    expect(await check(checkProvenance, {}, wanted)).toMatch(/^not-run/);
    serve('-/npm/v1/keys', { keys: [{ keyid: 'k', key: '' }] });
    expect(await check(checkProvenance, {}, wanted)).toMatch(/^failed: the package asks/);
    const url = 'https://elsewhere.example/-/npm/v1/attestations/none';
    expect(await check(checkProvenance, { attestations: { url } })).toMatch(/^not-run: .*does not give them/);
  });

  test('of another package, other bytes or another commit does not hold, whoever signed it', async () => {
    expect(await attested({ name: 'pkg:npm/other@1.0.0' })).toMatch(
      /^failed: its provenance is of pkg:npm\/other@1\.0\.0/,
    );
    expect(await attested({ digest: '00' })).toMatch(/^failed: its provenance is of other bytes/);
    expect(await attested({ commit: 'b'.repeat(40) })).toMatch(/^failed: it was built from commit bbbb/);
  });

  test('that fits and that nobody signed is never passed', async () => {
    expect(await attested()).toMatch(/^not-run: it fits .*could not be asked/);
  });
});

test('the size agrees with the registry, and growth is told', async () => {
  const grown = (unpackedSize: number): Packument => ({
    ...subject.packument,
    versions: {
      ...subject.packument.versions,
      '1.0.0': { ...subject.packument.versions['1.0.0']!, dist: { tarball: '', unpackedSize } },
    },
  });
  const big = { ...subject.one, unpackedSize: 1_000_000 };
  const published = { ...subject.published, dist: { tarball: '' } };
  expect((await checkSize({ ...subject, published, one: big, packument: grown(400_000) })).detail).toMatch(
    /\+150 % since 1\.0\.0/,
  );
  expect((await checkSize({ ...subject, published, one: big, packument: grown(400_000) })).status).toBe('warning');
  expect((await checkSize({ ...subject, published, one: big, packument: grown(900_000) })).status).toBe('passed');
  expect(await check(checkSize, { fileCount: 99 })).toMatch(/^failed: the registry says 99 files/);
  expect(await check(checkSize, { fileCount: 1 })).toMatch(/^failed: the registry says 1 file;/);
});

describe('a version that is not visible', () => {
  const look = async (): Promise<ReleaseReport> => {
    const options = { ...defaults, packages: ['@acme/greet'], only: ['visible'] };
    return (await postpublish(options, release.context())).result as ReleaseReport;
  };

  test('and is staged waits for an approval, which is told with its command', async () => {
    const item = { id: 'st_1', packageName: '@acme/greet', version: '1.1.0', tag: 'latest' };
    serve('-/stage', { items: [item], total: 1 });
    const report = await look();
    expect(report.outcome).toBe('awaiting-approval');
    expect(report.packages[0]).toMatchObject({ state: 'staged' });
    expect(report.next).toEqual(['npm stage view st_1', 'npm stage approve st_1']);
  });

  test('nor staged nor ever taken is absent; a placeholder is no success', async () => {
    expect(await look()).toMatchObject({ outcome: 'failed', packages: [{ state: 'absent' }] });
    await release.registry.put(
      await otherTarball(bytes, { 'package.json': '{"name":"@acme/greet","version":"0.0.0-stage"}' }),
    );
    const report = await look();
    expect(report.packages[0]?.checks[0]).toMatchObject({
      status: 'failed',
      detail: 'the registry has only the placeholder 0.0.0-stage of a staged package',
      steps: ['npm stage list @acme/greet'],
    });
  });

  test('and that a receipt of pnpm lists is accepted', async () => {
    const receipt = { publishedPackages: [{ name: '@acme/greet', version: '1.1.0' }] };
    await release.repo.write({ 'pnpm-publish-summary.json': JSON.stringify(receipt) });
    expect((await look()).packages[0]?.checks[0]?.detail).toMatch(
      /accepted, not yet visible \(pnpm-publish-summary\.json lists it/,
    );
  });
});
