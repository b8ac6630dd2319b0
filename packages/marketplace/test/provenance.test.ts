import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { homePlace, readAddedLock } from '@cdev/added-script';
import { sigstoreInstance, type SigstoreInstance } from '@cdev/test-kit/sigstore';
import { add, inspect, update } from '../src/index.ts';
import { adding, asked, packScript, shelf, updating, type Shelf } from './shelf.ts';

jest.setTimeout(120_000);

const name = '@acme/cdev-hello';
const repository = 'https://github.com/acme/hello';
const workflow = '.github/workflows/release.yml';
const slsa = 'https://slsa.dev/provenance/v1';

let sigstore: SigstoreInstance;
beforeAll(async () => {
  sigstore = await sigstoreInstance();
});
afterAll(async () => {
  await sigstore[Symbol.asyncDispose]();
});

/** A version with an attestation by a workflow of acme/hello, of its own bytes or of those that are given. */
async function putProven(
  shop: Shelf,
  version: string,
  { of, from = repository }: { readonly of?: Buffer; readonly from?: string } = {},
): Promise<void> {
  const path = `-/npm/v1/attestations/${name}@${version}`;
  const dist = { attestations: { url: `https://elsewhere.example/${path}`, provenance: { predicateType: slsa } } };
  const tarball = packScript({ version, repository: { type: 'git', url: `git+${from}.git` }, dist });
  await shop.registry.put(tarball);
  const sha512 = createHash('sha512')
    .update(of ?? tarball)
    .digest('hex');
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: `pkg:npm/%40acme/cdev-hello@${version}`, digest: { sha512 } }],
    predicateType: slsa,
    predicate: { buildDefinition: { externalParameters: { workflow: { repository, path: workflow } } } },
  };
  const sub = `${repository}/${workflow}@refs/heads/main`;
  const bundle = await sigstore.attest(statement, { sub, repository: 'acme/hello', sha: 'c'.repeat(40) });
  const body = JSON.stringify({ attestations: [{ predicateType: slsa, bundle }] });
  shop.registry.fault({ kind: 'status', status: 200, path, body });
}

const serveKeys = (shop: Shelf): void =>
  void shop.registry.fault({
    kind: 'status',
    status: 200,
    path: '-/npm/v1/keys',
    body: JSON.stringify({ keys: [{ keyid: 'k', key: '' }] }),
  });

test('what is proven is told and kept, and a later version that is not needs a yes of its own', async () => {
  await using shop = await shelf([]);
  await putProven(shop, '1.0.0');
  const context = () => shop.context({ env: sigstore.env });
  const { result } = await inspect({ ...asked, spec: name, tries: false }, context());
  expect(result.provenance).toMatchObject({
    status: 'verified',
    build: { repository, workflow, commit: 'c'.repeat(40) },
  });
  await add({ ...adding, spec: name }, context());
  const kept = () => readAddedLock(homePlace(shop.home).lock).scripts[0];
  expect(kept()?.builtIn).toBe(repository);

  await shop.registry.put(packScript({ version: '1.1.0', repository }));
  const [refused] = (await update(updating, context())).result;
  expect(refused).toMatchObject({
    outcome: 'refused',
    reason: 'needs a yes of its own: --accept provenance',
    risks: [{ name: 'provenance', text: expect.stringContaining('nothing proves where this one was') }],
  });
  const accepted = await update({ ...updating, accept: ['provenance'] }, context());
  expect(accepted.result[0]).toMatchObject({ outcome: 'updated', to: '1.1.0' });
  expect(kept()?.builtIn).toBeUndefined();
});

test.each<[string, Parameters<typeof putProven>[2], string]>([
  ['of other bytes', { of: Buffer.from('other') }, 'its provenance is of other bytes'],
  [
    'of another repository than the one it names',
    { from: 'https://github.com/acme/other' },
    `it was built in ${repository}, and its package.json names https://github.com/acme/other`,
  ],
])('provenance %s is refused, whatever the answer', async (_, more, reason) => {
  await using shop = await shelf([]);
  await putProven(shop, '1.0.0', more);
  await expect(
    add({ ...adding, accept: ['provenance'], spec: name }, shop.context({ env: sigstore.env })),
  ).rejects.toMatchObject({
    code: 'CDEV_E_MARKETPLACE_REFUSED',
    message: `${name}@1.0.0 is not installed: ${reason}`,
  });
});

test('what cannot be had is told and is no reason against it; a script of the house without provenance is one, where its registry would keep it', async () => {
  await using shop = await shelf([packScript({ name: '@cdev/polish-shoes' })]);
  await putProven(shop, '1.0.0');
  const offline = { TUF_MIRROR: 'http://127.0.0.1:9/tuf', TUF_ROOT: shop.home };
  const unknown = await inspect({ ...asked, spec: name, tries: false }, shop.context({ env: offline }));
  expect(unknown).toMatchObject({ status: 'ok', result: { provenance: { status: 'unavailable' }, risks: [] } });

  const house = () => inspect({ ...asked, spec: '@cdev/polish-shoes', tries: false }, shop.context());
  expect(await house()).toMatchObject({ status: 'ok', result: { trust: { tier: 'official' }, risks: [] } });
  serveKeys(shop);
  expect(await house()).toMatchObject({ status: 'findings', result: { risks: [{ name: 'provenance' }] } });
});
