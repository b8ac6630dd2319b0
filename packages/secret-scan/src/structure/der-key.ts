import { createPrivateKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

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
  const sequence = sequenceOf(content);
  const form = sequence && formOf(content, sequence.start);
  if (form === undefined) return undefined;
  const { label, ...rest } = form;
  const lines = content.toString('base64', 0, sequence?.end).match(/.{1,64}/g) ?? [];
  const secret = [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
  return { ruleId: 'private-key', rank: 120, start: 0, end: content.length, secret, ...rest };
}

/** In lower case, of the first bytes of a key in base64: the version and, where the form names it, the algorithm; with how many letters stand before. */
const marks: readonly (readonly [mark: string, before: number])[] = [
  // RSA: PKCS#1, PKCS#8.
  ['ibaakc', 6],
  ['ibaakb', 6],
  ['ibadanb', 6],
  // Elliptic curves: SEC 1 of 256 bits, PKCS#8 of 256 bits, of 384 and 521.
  ['mhccaqeei', 0],
  ['ageambmgby', 4],
  ['ageambagby', 4],
  // Ed25519 and X25519.
  ['aqawbqydk2v', 4],
];
export const encodedKeyMarks: readonly string[] = marks.map(([mark]) => mark);
const base64 = /M[A-Za-z0-9+/]{60,20000}={0,2}(?![A-Za-z0-9+/=])/y;

/** A private key in base64 of which a mark stands at `at`: one line, without the lines that PEM has around it. */
export function readEncodedKey(text: string, at: number): Candidate | undefined {
  const mark = marks.find(([each]) => text.slice(at, at + each.length).toLowerCase() === each);
  const start = at - (mark?.[1] ?? 0);
  if (start < 0 || /[A-Za-z0-9+/]/.test(text.charAt(start - 1))) return undefined;
  const encoded = matchAt(base64, text, start)?.[0];
  const found = encoded === undefined ? undefined : readDerKey(Buffer.from(encoded, 'base64'));
  if (encoded === undefined || found === undefined) return undefined;
  return { ...found, start, end: start + encoded.length, reasons: ['it is a whole private key in base64'] };
}

/** Where what stands in a sequence begins and ends that is all of the content, give or take a line feed that somebody's editor added. */
function sequenceOf(content: Buffer): { readonly start: number; readonly end: number } | undefined {
  const first = content[1] as number;
  const width = first < 0x80 ? 0 : first - 0x80;
  if (width > 2) return undefined;
  const length = width === 0 ? first : content.readUIntBE(2, width);
  const start = 2 + width;
  const left = content.length - start - length;
  return left === 0 || left === 1 ? { start, end: start + length } : undefined;
}

function formOf(content: Buffer, body: number): Form | undefined {
  if (content[body] === 0x30) return isNear(content, body, encryptedByPassword) ? encrypted : undefined;
  if (content[body] !== 0x02 || content[body + 1] !== 1) return undefined;
  if (content[body + 2] === 3) return isNear(content, body, dataOfStore) && opens(content) ? openStore : undefined;
  const type = typeOf(content, body);
  return type !== undefined && isKey(content, type) ? { ...key, label: labels[type] } : undefined;
}

type KeyType = 'pkcs8' | 'pkcs1' | 'sec1';
const labels = { pkcs8: 'PRIVATE KEY', pkcs1: 'RSA PRIVATE KEY', sec1: 'EC PRIVATE KEY' } as const;

/** Behind the version stands an algorithm, a number, or a key of the curve. */
function typeOf(content: Buffer, body: number): KeyType | undefined {
  const tag = content[body + 3];
  return tag === 0x30 ? 'pkcs8' : tag === 0x02 ? 'pkcs1' : tag === 0x04 ? 'sec1' : undefined;
}

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

function isKey(content: Buffer, type: KeyType): boolean {
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
