import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { bundleToJSON } from '@sigstore/bundle';
import { fulcioHandler, initializeCA, initializeCTLog, initializeTLog, rekorHandler } from '@sigstore/mock';
import { DSSEBundleBuilder, RekorWitness } from '@sigstore/sign';
import { attest } from 'sigstore';
import { tempFolder } from '../temp-folder.ts';

export interface SigstoreInstance extends AsyncDisposable {
  /** Makes a verifier trust it. */
  readonly env: Readonly<Record<string, string>>;
  /** What a workflow gets when it attests the statement, signed by a certificate with these claims, and logged. */
  readonly attest: (statement: object, claims: Readonly<Record<string, string>>) => Promise<object>;
  /** What a registry makes with a key of its own, and logs. */
  readonly attestWithKey: (statement: object, key: { readonly keyid: string } & KeyPair) => Promise<object>;
}

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface SigstoreOptions {
  /** The day on which its certificates ended to be trusted. */
  readonly caEnded?: string;
}

/** A sigstore of one's own on 127.0.0.1: certificate authority, certificate log, transparency log, and a TUF repository with its roots of trust. */
export async function sigstoreInstance({ caEnded }: SigstoreOptions = {}): Promise<SigstoreInstance> {
  const folder = await tempFolder({});
  const pair = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
  const ctLog = await initializeCTLog(pair());
  const ca = await initializeCA(pair('P-384'), ctLog);
  const files = new Map<string, Buffer>();
  const handlers = new Map<string, ReturnType<typeof fulcioHandler>>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const handler = handlers.get(pathname);
    const file = files.get(pathname);
    if (!handler) {
      response.writeHead(file ? 200 : 404).end(file);
      return;
    }
    const { statusCode, contentType = 'text/plain', response: body } = await handler.fn(await text(request));
    response.writeHead(statusCode, { 'content-type': contentType }).end(body);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tlog = await initializeTLog(url, pair());
  for (const handler of [fulcioHandler(ca), rekorHandler(tlog)]) handlers.set(handler.path, handler);

  const base64 = (bytes: ArrayBufferView): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  const sha256 = (bytes: Buffer, encoding: 'hex' | 'base64'): string =>
    createHash('sha256').update(bytes).digest(encoding);
  const validFor = { start: '2020-01-01T00:00:00Z' };
  const log = (key: Buffer) => ({
    baseUrl: url,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: key.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: sha256(key, 'base64') },
  });
  const trustedRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(tlog.publicKey)],
    ctlogs: [log(ctLog.publicKey)],
    certificateAuthorities: [
      {
        subject: { organization: 'example', commonName: 'sigstore' },
        uri: url,
        certChain: { certificates: [{ rawBytes: base64(ca.rootCertificate) }] },
        validFor: { ...validFor, ...(caEnded !== undefined && { end: caEnded }) },
      },
    ],
    timestampAuthorities: [],
  };
  const root = tufRepository(files, { 'trusted_root.json': Buffer.from(JSON.stringify(trustedRoot)) });
  const rootFile = join(folder.path, 'root.json');
  await writeFile(rootFile, root);
  return {
    env: { TUF_MIRROR: `${url}/tuf`, TUF_ROOT_JSON: rootFile, TUF_ROOT: join(folder.path, 'cache') },
    attest: (statement, claims) =>
      attest(Buffer.from(JSON.stringify(statement)), 'application/vnd.in-toto+json', {
        fulcioURL: url,
        rekorURL: url,
        // The log of the mock keeps this form as the real one does, and as npm writes it.
        legacyCompatibility: true,
        identityToken: ['{"alg":"none"}', JSON.stringify({ aud: 'sigstore', ...claims }), '']
          .map((part) => Buffer.from(part).toString('base64url'))
          .join('.'),
      }),
    attestWithKey: async (statement, { keyid, publicKey, privateKey }) => {
      const signer = {
        sign: (data: Buffer) =>
          Promise.resolve({
            signature: sign('sha256', data, privateKey),
            key: {
              $case: 'publicKey' as const,
              publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
              hint: keyid,
            },
          }),
      };
      const witnesses = [new RekorWitness({ rekorBaseURL: url, entryType: 'intoto' })];
      const builder = new DSSEBundleBuilder({ signer, witnesses });
      const data = Buffer.from(JSON.stringify(statement));
      return bundleToJSON(await builder.create({ data, type: 'application/vnd.in-toto+json' }));
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
      await folder.remove();
    },
  };
}

/** The least TUF repository that a client accepts: one key for all four roles (theupdateframework.github.io/specification). @returns its root.json */
function tufRepository(files: Map<string, Buffer>, targets: Readonly<Record<string, Buffer>>): Buffer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const hex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  const key = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: hex } };
  const keyid = createHash('sha256').update(canonical(key)).digest('hex');
  const expires = '2099-01-01T00:00:00Z';
  const publish = (name: string, content: object): Buffer => {
    const signed = { _type: name, spec_version: '1.0.0', version: 1, expires, ...content };
    const sig = sign(null, Buffer.from(canonical(signed)), privateKey).toString('hex');
    const bytes = Buffer.from(JSON.stringify({ signatures: [{ keyid, sig }], signed }));
    files.set(`/tuf/${name}.json`, bytes);
    return bytes;
  };
  const described = (bytes: Buffer) => ({
    length: bytes.length,
    hashes: { sha256: createHash('sha256').update(bytes).digest('hex') },
  });
  for (const [name, bytes] of Object.entries(targets)) files.set(`/tuf/targets/${name}`, bytes);
  publish('targets', {
    targets: Object.fromEntries(Object.entries(targets).map(([name, bytes]) => [name, described(bytes)])),
  });
  publish('snapshot', { meta: { 'targets.json': { version: 1 } } });
  publish('timestamp', { meta: { 'snapshot.json': { version: 1 } } });
  const role = { keyids: [keyid], threshold: 1 };
  return publish('root', {
    consistent_snapshot: false,
    keys: { [keyid]: key },
    roles: { root: role, targets: role, snapshot: role, timestamp: role },
  });
}

/** Canonical JSON, as far as these documents need it: keys in order, no space. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}
