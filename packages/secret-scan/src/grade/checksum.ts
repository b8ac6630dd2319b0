import { createHash } from 'node:crypto';
import type { ChecksumName } from '@cdev/secret-rules';

/** Of the runtime, loaded with the first token that has such a sum. */
const crc32 = (text: string): number => process.getBuiltinModule('node:zlib').crc32(text);

const checks: Readonly<Record<ChecksumName, (secret: string) => boolean | undefined>> = {
  'crc32-base62': crcIsRight,
  'crc32-hex': hexCrcIsRight,
  'crc16-base32': seedIsRight,
  bech32: bech32IsRight,
  base58check: base58IsRight,
  'aws-account': () => undefined,
};

/**
 * Whether the check sum in a credential is right, without asking anybody; undefined when it cannot be told.
 * @see https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/ (GitHub and npm)
 */
export function checksumIsRight(name: ChecksumName, secret: string): boolean | undefined {
  return checks[name](secret);
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The last six characters are the CRC-32 of the random part, in base 62, filled with zeros. */
function crcIsRight(secret: string): boolean | undefined {
  const body = secret.slice(secret.indexOf('_') + 1);
  if (body.length < 12) return undefined;
  let sum = crc32(body.slice(0, -6));
  let text = '';
  for (; sum > 0; sum = Math.floor(sum / 62)) text = base62.charAt(sum % 62) + text;
  return text.padStart(6, '0') === body.slice(-6);
}

/** Cloudflare: after the prefix forty characters and their CRC-32 as eight hex digits; older tokens have none. */
function hexCrcIsRight(secret: string): boolean | undefined {
  const body = secret.slice(secret.indexOf('_') + 1);
  if (!/^[\w-]{40}[0-9a-f]{8}$/.test(body)) return undefined;
  return crc32(body.slice(0, 40)).toString(16).padStart(8, '0') === body.slice(40);
}

/** NATS: base 32 of two bytes that say what it is, a seed of 32, and their CRC-16 (XMODEM), the low byte first. @see https://github.com/nats-io/nkeys */
function seedIsRight(secret: string): boolean | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of secret) {
    value = ((value << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter)) & 0x1f_ff;
    bits += 5;
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 255);
  }
  if (bytes.length !== 36) return undefined;
  let sum = 0;
  for (const byte of bytes.slice(0, 34)) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) sum = ((sum << 1) ^ (sum & 0x80_00 ? 0x10_21 : 0)) & 0xff_ff;
  }
  return sum === ((bytes[35]! << 8) | bytes[34]!);
}

/** @see https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki (age writes it in capitals) */
function bech32IsRight(secret: string): boolean {
  const text = secret.toLowerCase();
  const split = text.lastIndexOf('1');
  const prefix = Array.from(text.slice(0, split), (letter) => letter.charCodeAt(0));
  const data = Array.from(text.slice(split + 1), (letter) => 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'.indexOf(letter));
  let sum = 1;
  for (const value of [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1_ff_ff_ff) << 5) ^ value;
    for (const [at, generator] of [0x3b_6a_57_b2, 0x26_50_8e_6d, 0x1e_a1_19_fa, 0x3d_42_33_dd, 0x2a_14_62_b3].entries())
      if ((top >>> at) & 1) sum ^= generator;
  }
  return sum === 1;
}

/** The last four bytes are the beginning of the SHA-256 of the SHA-256 of the others. */
function base58IsRight(secret: string): boolean | undefined {
  let value = 0n;
  for (const letter of secret)
    value = value * 58n + BigInt('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'.indexOf(letter));
  const hex = value.toString(16).padStart(164, '0');
  if (hex.length !== 164) return undefined;
  const bytes = Buffer.from(hex, 'hex');
  const once = createHash('sha256').update(bytes.subarray(0, 78)).digest();
  return createHash('sha256').update(once).digest().subarray(0, 4).equals(bytes.subarray(78));
}

/**
 * The account that an AWS access key id belongs to, which stands in the id itself (base 32, 40 bits after the first).
 * @see https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
 */
export function awsAccount(keyId: string): string | undefined {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let value = 0n;
  for (const letter of keyId.slice(4, 14)) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return undefined;
    value = (value << 5n) | BigInt(digit);
  }
  const account = ((value >> 2n) & 0x7f_ff_ff_ff_ff_80n) >> 7n;
  return value === 0n ? undefined : account.toString().padStart(12, '0');
}
