import { createHash } from 'node:crypto';

/** As OpenSSH shows it: SHA-256 of the key in base64 without padding. */
export function fingerprintOf(key: string): string {
  return `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')}`;
}
