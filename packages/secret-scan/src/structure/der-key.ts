import { createPrivateKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Candidate } from '../finding.ts';

/** A key of RSA with 16,384 bits has some 10 KB, in a store with its chain of certificates twice that. */
const largest = 32_768;
/** The object identifiers of PKCS#5 (encryption by a password) and of the data of PKCS#7, as DER writes them. */
const encryptedByPassword = Buffer.from('06092a864886f70d0105', 'hex');
const dataOfStore = Buffer.from('06092a864886f70d0107', 'hex');

type Form = Pick<Candidate, 'title' | 'severity' | 'certainty' | 'reasons'> & { readonly label: string };

/**
 * A private key whose bytes are the whole content: DER as `openssl -outform DER` and Android's `.pk8` have it (PKCS#8, PKCS#1, SEC 1), and
 * a store (PKCS#12) that opens without a password. Its identity is that of the same key in PEM.
 */
export function readDerKey(content: Buffer): Candidate | undefined {
  if (content[0] !== 0x30 || content.length < 40 || content.length > largest) return undefined;
  const body = bodyOf(content);
  const form = body === undefined ? undefined : formOf(content, body);
  if (form === undefined) return undefined;
  const { label, ...rest } = form;
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  const secret = [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
  return { ruleId: 'private-key', rank: 120, start: 0, end: content.length, secret, ...rest };
}

/** Where what stands in a sequence begins that ends with the content, give or take a line feed that somebody's editor added. */
function bodyOf(content: Buffer): number | undefined {
  const first = content[1] as number;
  const width = first < 0x80 ? 0 : first - 0x80;
  if (width > 2) return undefined;
  const length = width === 0 ? first : content.readUIntBE(2, width);
  const left = content.length - (2 + width + length);
  return left === 0 || left === 1 ? 2 + width : undefined;
}

function formOf(content: Buffer, body: number): Form | undefined {
  if (content[body] === 0x30) return isNear(content, body, encryptedByPassword) ? encrypted : undefined;
  if (content[body] !== 0x02 || content[body + 1] !== 1) return undefined;
  if (content[body + 2] === 3) return isNear(content, body, dataOfStore) && opens(content) ? openStore : undefined;
  const label = labels.find((each) => isKey(content, types[each]));
  return label === undefined ? undefined : { ...key, label };
}

const types = { 'PRIVATE KEY': 'pkcs8', 'RSA PRIVATE KEY': 'pkcs1', 'EC PRIVATE KEY': 'sec1' } as const;
const labels = Object.keys(types) as (keyof typeof types)[];
const key = {
  title: 'a private key',
  severity: 'critical',
  certainty: 0.95,
  reasons: ['the file is a whole private key in DER'],
} as const;
const encrypted: Form = {
  label: 'ENCRYPTED PRIVATE KEY',
  title: 'a private key under a passphrase',
  severity: 'high',
  certainty: 0.65,
  reasons: ['the file is a private key in DER', 'it is encrypted'],
};
const openStore: Form = {
  label: 'PKCS12',
  title: 'a private key in a store without a password',
  severity: 'critical',
  certainty: 0.95,
  reasons: ['the store (PKCS#12) opens with an empty password'],
};

/** The identifier stands in the first headers. */
function isNear(content: Buffer, body: number, identifier: Buffer): boolean {
  return content.subarray(body, body + 40).includes(identifier);
}

function isKey(content: Buffer, type: 'pkcs8' | 'pkcs1' | 'sec1'): boolean {
  try {
    createPrivateKey({ key: content, format: 'der', type });
    return true;
  } catch {
    return false;
  }
}

/** Whether it has a private key that no password keeps. One that is encrypted by what OpenSSL no longer knows is not opened. */
function opens(store: Buffer): boolean {
  try {
    createSecureContext({ pfx: store, passphrase: '' });
    return true;
  } catch {
    return false;
  }
}
