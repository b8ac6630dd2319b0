import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const cookie = 'cdev-page';

export interface Guard {
  readonly token: string;
  /** Names under which the page may be asked for; with `*` any. */
  readonly hosts: ReadonlySet<string>;
}

/** `key`: the address has the token. `known`: the browser has shown it before. */
export type Authorisation = 'key' | 'known' | 'refused';

/**
 * A page of another site that is opened in the same browser can send requests here, also by a name that it makes resolve to this
 * machine (DNS rebinding): so the `Host` must be ours, a foreign `Origin` is refused, and the cookie is not sent from other sites.
 */
export function authorise({ headers }: IncomingMessage, url: URL, { token, hosts }: Guard): Authorisation {
  const host = nameOf(headers.host ?? '');
  if (!hosts.has('*') && !hosts.has(host)) return 'refused';
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return 'refused';
  if (isEqual(url.searchParams.get('token') ?? '', token)) return 'key';
  return isEqual(cookieIn(headers.cookie ?? ''), token) ? 'known' : 'refused';
}

/**
 * A deed changes something, so more is asked of it than of a question: it comes from our own page (its origin, and the key that only the page was
 * given), in a form that a foreign page cannot send without asking first.
 */
export function mayDo({ headers }: IncomingMessage, key: string): boolean {
  const isOwnPage = headers.origin !== undefined && headers.origin === `http://${headers.host}`;
  const isJson = /^application\/json\b/.test(headers['content-type'] ?? '');
  const given = headers['x-cdev-key'];
  return isOwnPage && isJson && typeof given === 'string' && isEqual(given, key);
}

export function cookieFor(token: string): string {
  return `${cookie}=${token}; HttpOnly; SameSite=Strict; Path=/`;
}

function cookieIn(header: string): string {
  const pairs = header.split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookie)?.[1] ?? '';
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

/** In a time that does not tell where they differ. */
function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
