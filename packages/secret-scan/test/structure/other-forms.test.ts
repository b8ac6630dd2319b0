import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { scanText } from '../../src/index.ts';

const value = 'q7Rk2mXw9Tz4Lp8B';
const b64 = (length: number): string => fillExample(`{b64:${length}}`, 3);
const hex = (length: number): string => fillExample(`{hex:${length}}`, 3);
const crypt = (length: number): string => fillExample(`{a62:${length}}`, 3);

function found(path: string, text: string): [string, string | undefined][] {
  const findings = scanText({ path, bytes: Buffer.from(text) }, { reveal: true });
  return findings.map(({ ruleId, secret }) => [ruleId, secret]);
}

describe('the hash of a password is found', () => {
  test.each([
    ['of LDAP', `userPassword: {SSHA}${b64(32)}\n`],
    ['of a web server', `bob:{SHA}${b64(27)}=\n`],
    ['of Django', `"password": "pbkdf2_sha256$260000$${crypt(14)}$${b64(43)}="\n`],
    ['of Werkzeug', `scrypt:32768:8:1$${crypt(16)}$${hex(128)}\n`],
    ['of Werkzeug before', `pbkdf2:sha256:260000$${crypt(16)}$${hex(64)}\n`],
    ['of passlib', `$pbkdf2-sha256$29000$${crypt(22)}$${crypt(43)}\n`],
    ['of Drupal', `'$S$D${crypt(51)}'\n`],
    ['of PostgreSQL', `'SCRAM-SHA-256$4096:${b64(22)}==$${b64(43)}=:${b64(43)}='\n`],
  ])('%s', (_, text) => {
    expect(found('dump.txt', text).map(([ruleId]) => ruleId)).toEqual(['password-hash']);
  });
  test('and not a form without what is in it', () => {
    expect(found('a.md', 'It begins with {SSHA} or pbkdf2_sha256$260000$salt$hash.\n')).toEqual([]);
  });
});

describe('what a property of C# begins with', () => {
  test.each([
    `public string DbPassword { get; set; } = "${value}";`,
    `public string DbPassword { get; init; } = @"${value}";`,
    `public string DbPassword { get; } =\n    "${value}";`,
    `public string DbPassword\n{ get; private set; } = "${value}";`,
  ])('%j', (text) => {
    expect(found('Settings.cs', `${text}\n`)).toEqual([['generic-password', value]]);
  });
  test.each([
    'public string Password { get; set; } = string.Empty;',
    'public string PasswordLabel { get; set; } = "Kennwort7";',
    `public string Title { get; set; } = "${value}";`,
  ])('nothing: %s', (text) => {
    expect(found('Settings.cs', `${text}\n`)).toEqual([]);
  });
});

describe('an address whose slashes are escaped', () => {
  const hook = fillExample('https://hooks.slack.com/services/T{A36:8}/B{A36:10}/{a62:24}', 2);
  test.each([
    ['url-credentials', `postgres://app:${value}@db.acme.io/app`],
    ['slack-webhook', hook],
  ])('%s', (ruleId, address) => {
    const plain = JSON.stringify({ address });
    for (const text of [plain.replaceAll('/', String.raw`\/`), plain.replaceAll('/', String.raw`\\/`)])
      expect(found('a.json', text)).toEqual(found('a.json', plain));
    expect(found('a.json', plain).map(([rule]) => rule)).toEqual([ruleId]);
  });
  test('nothing in an expression', () => {
    expect(found('a.js', String.raw`const address = /^https:\/\/[^:]+:([^@]+)@github\.com\/x/;`)).toEqual([]);
  });
});

test('a private key of RSA in XML is found, and a public one not', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const { n = '', d = '', p = '' }: JsonWebKey = privateKey.export({ format: 'jwk' });
  const part = (name: string, text: string): string =>
    `<${name}>${Buffer.from(text, 'base64url').toString('base64')}</${name}>`;
  const open = `<RSAKeyValue>${part('Modulus', n)}<Exponent>AQAB</Exponent>`;
  expect(found('key.xml', `${open}${part('P', p)}${part('D', d)}</RSAKeyValue>`).map(([rule]) => rule)).toEqual([
    'private-key',
  ]);
  expect(found('key.xml', `${open}</RSAKeyValue>`)).toEqual([]);
});
