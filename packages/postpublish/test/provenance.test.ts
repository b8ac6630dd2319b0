import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { checkProvenance } from '../src/checks/check-provenance.ts';
import type { CheckSubject } from '../src/checks/check.ts';
import { openRelease } from '../src/release/open-release.ts';
import { sigstoreInstance, type KeyPair, type SigstoreInstance } from '@cdev/test-kit/sigstore';
import { packedRelease, type PublishedRelease } from './published-release.ts';

const repository = 'https://github.com/acme/app';
const path = '/-/npm/v1/attestations/@acme/words@1.1.0';

let release: PublishedRelease;
let sigstore: SigstoreInstance;
let subject: CheckSubject;
let commit: string;
let registryKey: KeyPair;

beforeAll(async () => {
  release = await packedRelease();
  sigstore = await sigstoreInstance();
  registryKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await release.registry.put(await readFile(join(dirname(release.manifestFile), release.one('words').tarball)));
  const opened = await openRelease(
    { manifest: undefined, packages: ['@acme/words'], published: false },
    release.context({ env: sigstore.env }),
  );
  const packument = (await opened.registry.packument('@acme/words', { full: true, fresh: true }))!;
  const version = packument.versions['1.1.0']!;
  const published = {
    ...version,
    dist: { ...version.dist, attestations: { url: `https://elsewhere.example${path}` } },
  };
  subject = { one: opened.packages[0]!, published, packument, release: opened };
  commit = opened.manifest.git!.commit;
});
afterAll(async () => {
  await sigstore[Symbol.asyncDispose]();
  await release[Symbol.asyncDispose]();
});
beforeEach(() => {
  release.registry.clearFaults();
  serve('-/npm/v1/keys', {
    keys: [
      {
        keyid: 'SHA256:k',
        key: registryKey.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
        keytype: 'ecdsa-sha2-nistp256',
      },
    ],
  });
});

function serve(at: string, body: unknown): void {
  release.registry.fault({ kind: 'status', status: 200, path: at, body: JSON.stringify(body) });
}

const about = () => [
  {
    name: 'pkg:npm/%40acme/words@1.1.0',
    digest: { sha512: Buffer.from(subject.one.integrity.slice(7), 'base64').toString('hex') },
  },
];
const slsa = 'https://slsa.dev/provenance/v1';
const ofPublish = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';

interface Bundle {
  readonly dsseEnvelope: { readonly payload: string };
}

/** As a workflow of the repository `from` attests that it built `repository` at the commit. */
async function provenance(
  from = 'acme/app',
  sha = commit,
  told = commit,
): Promise<{ predicateType: string; bundle: Bundle }> {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: about(),
    predicateType: slsa,
    predicate: {
      buildDefinition: {
        externalParameters: { workflow: { repository, path: '.github/workflows/release.yml' } },
        resolvedDependencies: [{ digest: { gitCommit: told } }],
      },
    },
  };
  const sub = `https://github.com/${from}/.github/workflows/release.yml@refs/heads/main`;
  const bundle = await sigstore.attest(statement, { sub, repository: from, sha });
  return { predicateType: slsa, bundle: bundle as Bundle };
}

/** As npm's registry attests that it took a package: signed with its key, and logged. */
async function publishing(keyid = 'SHA256:k', subjects = about()) {
  const statement = { _type: 'https://in-toto.io/Statement/v0.1', subject: subjects, predicateType: ofPublish };
  return { predicateType: ofPublish, bundle: await sigstore.attestWithKey(statement, { keyid, ...registryKey }) };
}

async function check(attestations: readonly object[], of: CheckSubject = subject): Promise<string> {
  serve(path.slice(1), { attestations });
  const { status, detail } = await checkProvenance(of);
  return `${status}: ${detail}`;
}

const good = () => `verified by sigstore: ${repository}, .github/workflows/release.yml, commit ${commit.slice(0, 12)}`;

test('a real bundle by the workflow that it tells of is verified, the one of the registry beside it', async () => {
  expect(await check([await provenance()])).toBe(`passed: ${good()}`);
  expect(await check([await publishing(), await provenance()])).toBe(`passed: ${good()}`);
});

test('a publish attestation by a registry without keys is said not to be looked at', async () => {
  const both = [await publishing(), await provenance()];
  release.registry.clearFaults();
  expect(await check(both)).toBe(`passed: ${good()}, without the attestation of the registry, which publishes no keys`);
});

test('another payload and another commit than the one that was packed: none of them holds', async () => {
  const real = await provenance();
  const payload = Buffer.from(real.bundle.dsseEnvelope.payload, 'base64').toString('utf8');
  const dsseEnvelope = {
    ...real.bundle.dsseEnvelope,
    payload: Buffer.from(payload.replace('release.yml', 'another.yml')).toString('base64'),
  };
  expect(await check([{ ...real, bundle: { ...real.bundle, dsseEnvelope } }])).toMatch(
    /^failed: sigstore does not accept it: /,
  );
  const other = 'b'.repeat(40);
  expect(await check([await provenance('acme/app', other, other)])).toBe(
    `failed: it was built from commit ${other}, and packed from ${commit}`,
  );
});

test('without the roots of trust nothing is known, and nothing is passed', async () => {
  const { context } = subject.release;
  const env = { ...context.env, TUF_MIRROR: 'http://127.0.0.1:9/tuf', TUF_ROOT: join(release.repo.path, '.git/tuf') };
  const offline = { ...subject, release: { ...subject.release, context: { ...context, env } } };
  expect(await check([await provenance()], offline)).toMatch(
    /^not-run: it fits \(https:.*, and sigstore could not be asked to verify it: /,
  );
});
