import { createHmac, timingSafeEqual } from 'node:crypto';

/** A line of a `known_hosts` file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownKey {
  readonly marker: '@cert-authority' | '@revoked' | undefined;
  /** Names, patterns and `!` exceptions, or one hashed name. */
  readonly names: readonly string[];
  readonly type: string;
  /** Base64. */
  readonly key: string;
}

/**
 * `authority`: nothing but a certificate authority vouches for the host, which is not checked here.
 * `other`: the host has other keys than this one. `unknown`: it has none at all.
 */
export type KeyVerdict = 'same' | 'other' | 'unknown' | 'revoked' | 'authority';

export function parseKnownHosts(text: string): readonly KnownKey[] {
  return text.split('\n').flatMap((line): KnownKey[] => {
    const words = line.trim().split(/\s+/);
    const marker = words[0] === '@cert-authority' || words[0] === '@revoked' ? words[0] : undefined;
    const [names = '', type, key] = marker === undefined ? words : words.slice(1);
    if (names === '' || names.startsWith('#') || type === undefined || key === undefined) return [];
    return [{ marker, names: names.split(','), type, key }];
  });
}

/** The lines that speak of a host of that name. */
export function keysOf(known: readonly KnownKey[], name: string): readonly KnownKey[] {
  return known.filter(({ names }) => isNamed(names, name.toLowerCase()));
}

/** @param key what the host shows, as it is on the wire */
export function judgeHostKey(known: readonly KnownKey[], name: string, key: Uint8Array): KeyVerdict {
  const shown = Buffer.from(key).toString('base64');
  const own = keysOf(known, name);
  if (own.some((line) => line.marker === '@revoked' && line.key === shown)) return 'revoked';
  const plain = own.filter(({ marker }) => marker === undefined);
  if (plain.some((line) => line.key === shown)) return 'same';
  if (plain.length > 0) return 'other';
  return own.some(({ marker }) => marker === '@cert-authority') ? 'authority' : 'unknown';
}

function isNamed(names: readonly string[], name: string): boolean {
  const [first = ''] = names;
  if (first.startsWith('|')) return isHashOf(first, name);
  // One exception that fits outweighs every name that fits.
  if (names.some((one) => one.startsWith('!') && fits(one.slice(1), name))) return false;
  return names.some((one) => !one.startsWith('!') && fits(one, name));
}

/** `|1|<salt>|<HMAC-SHA1 of the name with it>`, both in base64. */
function isHashOf(hashed: string, name: string): boolean {
  const [, kind, salt = '', hash = ''] = hashed.split('|');
  const [wanted, found] = [
    Buffer.from(hash, 'base64'),
    createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest(),
  ];
  return kind === '1' && wanted.length === found.length && timingSafeEqual(wanted, found);
}

function fits(pattern: string, name: string): boolean {
  const expression = pattern
    .toLowerCase()
    .replaceAll(/[\\^$.|+()[\]{}*?]/g, (letter) => (letter === '*' ? '.*' : letter === '?' ? '.' : `\\${letter}`));
  return new RegExp(`^${expression}$`, 's').test(name);
}
