import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { scanText } from '../../src/index.ts';

const { privateKey: plain } = generateKeyPairSync('ec', {
  namedCurve: 'P-384',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const withHeaders = plain
  .replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY')
  .replace('-----\n', '-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,F383CD86ECED9F72E8A8A5671B9B478F\n\n');
const ofPgp = plain
  .replaceAll('PRIVATE KEY', 'PGP PRIVATE KEY BLOCK')
  .replace('-----\n', '-----\nVersion: GnuPG v1.4.12 (GNU/Linux)\n\n');

function behind(margin: string, key: string): string {
  return key.replaceAll(/^/gm, margin);
}

test.each([
  ['with headers', 'id_rsa', withHeaders],
  ['with headers, indented', 'values.yaml', `key: |\n${behind('    ', withHeaders)}`],
  ['with headers, in a string of JSON', 'a.json', JSON.stringify({ key: withHeaders })],
  ['of OpenPGP, indented', 'keys.rb', behind('    ', ofPgp)],
  ['in a comment of a shell', 'a.sh', behind('# ', plain)],
  ['in a comment of C', 'a.c', behind('// ', plain)],
  ['in a quotation', 'a.md', behind('> ', plain)],
  ['behind a margin', 'A.scala', behind('  |', plain)],
  ['in a patch', 'a.patch', behind('+', withHeaders)],
  ['in an attribute', 'a.xml', `<add key="k" value="${plain.replaceAll('\n', '&#xA;')}" />`],
  ['in an address', 'a.http', `POST /?key=${encodeURIComponent(plain)}`],
])('a private key is found %s', (_, path, text) => {
  expect(scanText({ path, bytes: Buffer.from(text) }).map(({ ruleId }) => ruleId)).toContain('private-key');
});

test.each([
  ['a.conf', '# -----BEGIN PRIVATE KEY-----\n# Put the key that you were given here, with all of its lines.\n'],
  [
    'A.php',
    ' * -----BEGIN DSA PRIVATE KEY-----\n *\n * Analogous to the format of other programs as their manuals specify it\n',
  ],
])('what is said of keys is none (%s)', (path, text) => {
  expect(scanText({ path, bytes: Buffer.from(`${text}-----END PRIVATE KEY-----\n`) })).toEqual([]);
});

test('the beginning of a key of RSA is probably an example', () => {
  const [head, line, ...rest] = plain.replaceAll('PRIVATE', 'RSA PRIVATE').trim().split('\n');
  const text = [head, line, rest.at(-1)].join('\n');
  const [finding] = scanText({ path: 'a.yaml', bytes: Buffer.from(text) });
  expect([finding?.ruleId, finding?.level]).toEqual(['private-key', 'note']);
});
