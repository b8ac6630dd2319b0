import { crc32 } from 'node:zlib';
import type { ChecksumName } from '@cdev/secret-rules';

/**
 * Whether the check sum in a credential is right, without asking anybody; undefined when it cannot be told.
 * @see https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/ (GitHub and npm)
 */
export function checksumIsRight(name: ChecksumName, secret: string): boolean | undefined {
  return name === 'crc32-base62' ? crcIsRight(secret) : undefined;
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
