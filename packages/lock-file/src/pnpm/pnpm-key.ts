/** What a key of pnpm's lock file says. */
export interface PnpmKey {
  readonly name: string;
  /** A version, or the address for what is in no registry. */
  readonly version: string;
  /** With the peers that it was resolved with, as the snapshots have it. */
  readonly suffix: string;
}

/**
 * Takes a key apart: `/name/1.0.0_peer@2.0.0` of the forms 5, `/name@1.0.0(peer@2.0.0)` of 6, `name@1.0.0(peer@2.0.0)` of 9.
 * Keys without a name (`github.com/ada/cart/0a1b…`, `file:cart.tgz` of the old forms) give an empty one.
 */
export function readPnpmKey(key: string, major: number): PnpmKey {
  // What comes from another registry than the usual one had that before the name: `npm.acme.example/@acme/cart@1.0.0`.
  return major < 6
    ? readOldKey(key)
    : readNewKey(major < 9 ? key.replace(/^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?)?\/(?=[^@/]+@|@)/, '') : key);
}

function readNewKey(key: string): PnpmKey {
  const end = suffixStart(key);
  const bare = key.slice(0, end);
  const at = bare.indexOf('@', 1);
  if (at < 0 || /^[a-z]+:/.test(bare)) return { name: '', version: bare, suffix: key.slice(end) };
  return { name: bare.slice(0, at), version: bare.slice(at + 1), suffix: key.slice(end) };
}

/** Where `(peer@1.0.0)` begins; parentheses can stand in a folder's name too, but only a suffix runs to the end. */
function suffixStart(key: string): number {
  if (!key.endsWith(')')) return key.length;
  let depth = 0;
  for (let at = key.length - 1; at > 0; at -= 1) {
    if (key[at] === ')') depth += 1;
    else if (key[at] === '(') depth -= 1;
    if (depth === 0 && key[at - 1] !== ')') return at;
  }
  return key.length;
}

function readOldKey(key: string): PnpmKey {
  const path = /^(?:[^/]+)?\/((?:@[^/]+\/)?[^/@]+)\/([^/]+)((?:\/.*)?)$/.exec(key);
  const [, name = '', rest = '', oldest = ''] = path ?? [];
  if (!/^\d+\.\d/.test(rest)) return { name: '', version: key, suffix: '' };
  // A build or pre-release has no underscore, so the first one begins the peers.
  const cut = rest.search(/[_(]/);
  return cut < 0
    ? { name, version: rest, suffix: oldest }
    : { name, version: rest.slice(0, cut), suffix: rest.slice(cut) + oldest };
}

/** The key of what a dependency list of the lock file points to; undefined for a folder that is linked. */
export function keyOfReference(name: string, reference: string, major: number): string | undefined {
  if (reference.startsWith('link:')) return undefined;
  if (major >= 9) {
    // An alias points to another name; addresses have a colon before any "@".
    const isKey = /^(?:@[^/]+\/)?[^:@/(]+@/.test(reference);
    return isKey ? reference : `${name}@${reference}`;
  }
  if (reference.startsWith('/') || /^(?:[a-z+]+:|[^/(]+\.[^/(]+\/)/.test(reference)) return reference;
  return major >= 6 ? `/${name}@${reference}` : `/${name}/${reference}`;
}
