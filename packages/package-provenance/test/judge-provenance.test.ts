import { createHash, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openRegistry, startRegistry, type LocalRegistry, type Registry } from '@cdev/package-registry';
import { scrubbedEnvironment, tempFolder, type TempFolder } from '@cdev/test-kit';
import { sigstoreInstance, type SigstoreInstance } from '@cdev/test-kit/sigstore';
import { judgeProvenance, sameRepository, type ProvenanceVerdict } from '../src/index.ts';

const repository = 'https://github.com/acme/app';
const workflow = '.github/workflows/release.yml';
const commit = 'a'.repeat(40);
const path = '/-/npm/v1/attestations/@acme/words@1.1.0';
const sha512 = createHash('sha512').update('the tarball');
const digest = sha512.copy().digest('hex');
const subject = { name: '@acme/words', version: '1.1.0', integrity: `sha512-${sha512.digest('base64')}` };
const slsa = 'https://slsa.dev/provenance/v1';
const ofPublish = 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1';
const registryKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let sigstore: SigstoreInstance;
let local: LocalRegistry;
let registry: Registry;
let place: TempFolder;

beforeAll(async () => {
  [sigstore, local, place] = await Promise.all([sigstoreInstance(), startRegistry(), tempFolder()]);
  const env = { ...scrubbedEnvironment(place.path), npm_config_fetch_retries: '0', ...local.env };
  registry = await openRegistry({ cwd: place.path, env });
});
afterAll(async () => {
  await Promise.all([sigstore[Symbol.asyncDispose](), local.close()]);
  await place.remove();
});
beforeEach(() => serveKeys({}));

function serve(at: string, body: unknown): void {
  local.fault({ kind: 'status', status: 200, path: at, body: JSON.stringify(body) });
}

function serveKeys(more: object): void {
  local.clearFaults();
  const key = registryKey.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  serve('-/npm/v1/keys', { keys: [{ keyid: 'SHA256:k', key, keytype: 'ecdsa-sha2-nistp256', ...more }] });
}

const about = (sha = digest) => [{ name: 'pkg:npm/%40acme/words@1.1.0', digest: { sha512: sha } }];

interface Claimed {
  readonly told?: string;
  readonly signer?: string;
  readonly signedAt?: string;
  readonly started?: string;
  readonly sha?: string;
  readonly instance?: SigstoreInstance;
}

/** As a workflow of `signer` attests that it built the repository that is `told`. */
async function provenance({ told = repository, signer = 'acme/app', signedAt = commit, ...more }: Claimed = {}) {
  const { started = `${signer}/${workflow}@refs/heads/main`, sha = digest, instance = sigstore } = more;
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: about(sha),
    predicateType: slsa,
    predicate: {
      buildDefinition: {
        externalParameters: { workflow: { repository: told, path: workflow } },
        resolvedDependencies: [{ digest: { gitCommit: commit } }],
      },
    },
  };
  const sub = `https://github.com/${signer}/${workflow}@refs/heads/main`;
  const claims = { sub, repository: signer, sha: signedAt, workflow_ref: started };
  return { predicateType: slsa, bundle: (await instance.attest(statement, claims)) as Bundle };
}

interface Bundle {
  readonly dsseEnvelope: { readonly payload: string };
}

/** As npm's registry attests that it took a package: signed with its key, and logged. */
async function publishing(keyid = 'SHA256:k', predicateType = ofPublish) {
  const statement = { _type: 'https://in-toto.io/Statement/v0.1', subject: about(), predicateType };
  return { predicateType, bundle: await sigstore.attestWithKey(statement, { keyid, ...registryKey }) };
}

async function judge(attestations: readonly object[], env = sigstore.env): Promise<ProvenanceVerdict> {
  serve(path.slice(1), { attestations });
  // Whatever address it gives: only the registry itself is asked.
  const dist = { attestations: { url: `https://elsewhere.example${path}` } };
  return judgeProvenance(subject, { registry, dist, env });
}

const detail = (verdict: ProvenanceVerdict): string =>
  `${verdict.status}: ${'detail' in verdict ? verdict.detail : verdict.build.repository}`;

const build = { repository, workflow, commit };

test('a bundle by the workflow that it tells of is verified, the one of the registry beside it', async () => {
  const [real, published] = await Promise.all([provenance(), publishing()]);
  const verified = { status: 'verified', build, isPublishUnlooked: false };
  expect(await judge([real])).toEqual(verified);
  expect(await judge([published, real])).toEqual(verified);
  local.clearFaults();
  expect(await judge([published, real])).toEqual({ ...verified, isPublishUnlooked: true });
});

test('a workflow may call one of others, which signs', async () => {
  const reusable = { started: `acme/app/${workflow}@refs/tags/v1` };
  expect(detail(await judge([await provenance(reusable)]))).toBe(`verified: ${repository}`);
});

test('other bytes, another repository, commit or workflow, and another payload are bad', async () => {
  expect(detail(await judge([await provenance({ sha: '00' })]))).toBe('bad: its provenance is of other bytes');
  expect(detail(await judge([await provenance({ signer: 'mallory/app' })]))).toBe(
    `bad: its provenance tells of ${repository}, and was signed in https://github.com/mallory/app`,
  );
  expect(detail(await judge([await provenance({ signedAt: 'b'.repeat(40) })]))).toBe(
    `bad: its provenance tells of commit ${commit}, and was signed at ${'b'.repeat(40)}`,
  );
  const started = 'acme/app/.github/workflows/try.yml@refs/heads/main';
  expect(detail(await judge([await provenance({ started })]))).toBe(
    `bad: its provenance tells of the workflow ${workflow}, and was signed by https://github.com/acme/app/.github/workflows/try.yml`,
  );
  const real = await provenance();
  const payload = Buffer.from(real.bundle.dsseEnvelope.payload, 'base64').toString('utf8');
  const changed = Buffer.from(payload.replace('refs', 'more').replace('release.yml', 'another.yml')).toString('base64');
  const bundle = { ...real.bundle, dsseEnvelope: { ...real.bundle.dsseEnvelope, payload: changed } };
  expect(detail(await judge([{ ...real, bundle }]))).toMatch(/^bad: sigstore does not accept it: /);
});

test('an unknown key, a key in the place of a workflow, and what has expired are bad', async () => {
  const real = await provenance();
  expect(detail(await judge([await publishing('SHA256:unknown'), real]))).toMatch(
    /^bad: sigstore does not accept it: key not found: SHA256:unknown/,
  );
  expect(detail(await judge([await publishing('SHA256:k', slsa)]))).toBe(
    'bad: its provenance is signed with a key, not by a workflow',
  );
  serveKeys({ expires: '2020-01-01T00:00:00Z' });
  expect(detail(await judge([await publishing(), real]))).toBe(
    'bad: sigstore does not accept it: it is signed with the key SHA256:k after that expired on 2020-01-01T00:00:00Z',
  );
  await using ended = await sigstoreInstance({ caEnded: '2021-01-01T00:00:00Z' });
  expect(detail(await judge([await provenance({ instance: ended })], ended.env))).toMatch(
    /^bad: sigstore does not accept it: /,
  );
  // Of another instance than the one that is trusted.
  expect(detail(await judge([await provenance({ instance: ended })]))).toMatch(/^bad: sigstore does not accept it: /);
});

test('none is told from not to be had, and neither is bad', async () => {
  const of = (dist: Parameters<typeof judgeProvenance>[1]['dist']): Promise<ProvenanceVerdict> =>
    judgeProvenance(subject, { registry, dist, env: sigstore.env });
  const without = 'it was published without provenance, or this registry keeps none';
  expect(await of({})).toEqual({ status: 'none', detail: without, mayBeKept: true });
  expect(await judge([await publishing()])).toMatchObject({ status: 'none', mayBeKept: true });
  local.clearFaults();
  expect(await of({})).toEqual({ status: 'none', detail: without, mayBeKept: false });
  const url = 'https://elsewhere.example/-/npm/v1/attestations/none';
  const notGiven = { status: 'unavailable', build: undefined };
  expect(await of({ attestations: { url } })).toMatchObject(notGiven);
  for (const body of ['<html>', 'null', '{"attestations":[null]}', '{"attestations":{}}']) {
    local.clearFaults();
    local.fault({ kind: 'status', status: 200, path: path.slice(1), body });
    expect(await of({ attestations: { url: `https://elsewhere.example${path}` } })).toMatchObject(notGiven);
  }
  local.clearFaults();
  const env = { TUF_MIRROR: 'http://127.0.0.1:9/tuf', TUF_ROOT: place.path };
  expect(await judge([await provenance()], env)).toEqual({
    status: 'unavailable',
    detail: expect.stringMatching(/^sigstore could not be asked to verify it: /),
    build,
  });
});

test.each([
  ['git+https://github.com/acme/app.git', 'https://github.com/acme/app', true],
  ['git@github.com:acme/app.git', 'ssh://git@GitHub.com/acme/app', true],
  ['https://github.com/acme/app', 'https://github.com/Acme/app', false],
  ['https://github.com/acme/app', 'https://gitlab.com/acme/app', false],
  ['', '', false],
])('%j and %j are of one repository: %j', (one, other, same) => {
  expect(sameRepository(one, other)).toBe(same);
});
