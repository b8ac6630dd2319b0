import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { scanText } from '../../src/index.ts';

const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { privateKey: ec } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { privateKey: p384 } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const { privateKey: edwards } = generateKeyPairSync('ed25519');
const password = { cipher: 'aes-256-cbc', passphrase: 'of a test' } as const;

function scan(path: string, bytes: Uint8Array): readonly string[] {
  return scanText({ path, bytes }).map(({ ruleId, level, title, line }) => `${ruleId} ${level} ${line}: ${title}`);
}

test.each([
  ['PKCS#8 of RSA', 'key.der', rsa.export({ format: 'der', type: 'pkcs8' })],
  ['PKCS#1', 'server.key', rsa.export({ format: 'der', type: 'pkcs1' })],
  ['SEC 1', 'ec.der', ec.export({ format: 'der', type: 'sec1' })],
  ['PKCS#8 of a curve', 'platform.pk8', ec.export({ format: 'der', type: 'pkcs8' })],
  ['PKCS#8 of Ed25519', 'signing', edwards.export({ format: 'der', type: 'pkcs8' })],
  [
    'one that an editor added a line feed to',
    'k.der',
    Buffer.concat([edwards.export({ format: 'der', type: 'pkcs8' }), Buffer.from('\n')]),
  ],
])('a private key in DER is found: %s', (_, path, bytes) => {
  expect(scan(path, bytes)).toEqual(['private-key error 1: a private key']);
});

test('one under a passphrase is told as that', () => {
  const bytes = rsa.export({ format: 'der', type: 'pkcs8', ...password });
  expect(scan('key.der', bytes)).toEqual(['private-key warning 1: a private key under a passphrase']);
});

test.each([
  [rsa, 'pkcs8'],
  [rsa, 'pkcs1'],
  [ec, 'sec1'],
] as const)('the same key in DER and in PEM is one secret (%#)', (key, type) => {
  const [der] = scanText({ path: 'a.der', bytes: key.export({ format: 'der', type }) });
  const [pem] = scanText({ path: 'a.pem', bytes: Buffer.from(key.export({ format: 'pem', type })) });
  expect(der?.secretId).toBe(pem?.secretId);
});

test.each([
  ['PKCS#8 of RSA', rsa.export({ format: 'der', type: 'pkcs8' })],
  ['PKCS#1', rsa.export({ format: 'der', type: 'pkcs1' })],
  ['SEC 1', ec.export({ format: 'der', type: 'sec1' })],
  ['PKCS#8 of a curve', ec.export({ format: 'der', type: 'pkcs8' })],
  ['PKCS#8 of a longer curve', p384.export({ format: 'der', type: 'pkcs8' })],
  ['PKCS#8 of Ed25519', edwards.export({ format: 'der', type: 'pkcs8' })],
])('a private key in base64 is found whatever it is called: %s', (_, bytes) => {
  const text = `package a\n\nconst next = "${bytes.toString('base64')}"\n`;
  expect(scan('a.go', Buffer.from(text))).toEqual(['private-key error 3: a private key']);
  const [finding] = scanText({ path: 'a.go', bytes: Buffer.from(text) });
  expect(finding?.secretId).toBe(scanText({ path: 'a.der', bytes })[0]?.secretId);
});

test('a store is told when it opens without a password, and only then', async () => {
  await using folder = await tempFolder();
  const at = (name: string): string => join(folder.path, name);
  await writeFile(at('key.pem'), rsa.export({ format: 'pem', type: 'pkcs8' }));
  const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { cwd: folder.path, stdio: 'pipe' });
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'key.pem',
    '-out',
    'certificate.pem',
    '-subj',
    '/CN=example.org',
    '-days',
    '2',
  );
  const store = (passphrase: string): Buffer =>
    openssl('pkcs12', '-export', '-inkey', 'key.pem', '-in', 'certificate.pem', '-passout', `pass:${passphrase}`);
  expect(scan('client.p12', store(''))).toEqual(['private-key error 1: a private key in a store without a password']);
  expect(scan('client.p12', store('of a test'))).toEqual([]);
});

test.each([
  ['a public key', createPublicKey(rsa).export({ format: 'der', type: 'spki' })],
  [
    'a key in base64 that is cut',
    Buffer.from(rsa.export({ format: 'der', type: 'pkcs8' }).toString('base64').slice(0, 300)),
  ],
  [
    'a public key in base64',
    Buffer.from(createPublicKey(rsa).export({ format: 'der', type: 'spki' }).toString('base64')),
  ],
  ['a key that is cut', rsa.export({ format: 'der', type: 'pkcs8' }).subarray(0, 600)],
  ['what only begins like one', Buffer.concat([Buffer.from('30820100020100', 'hex'), Buffer.alloc(253, 7)])],
])('%s is none', (_, bytes) => {
  expect(scan('a.der', bytes)).toEqual([]);
});
