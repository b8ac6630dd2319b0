import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

const begin = /-----BEGIN(?:[ +]|%20)[ +%A-Z0-9_-]{0,60}?PRIVATE(?:[ +]|%20)KEY(?:(?:[ +]|%20)BLOCK)?-----/iy;
/** A line feed as texts in other forms have it. */
const lineEnd = /\\+[nrt]|<br ?\/?>|&#(?:10|13|xA|xD);|%0[AD]/gi;
/** What a line of a key stands behind: a comment, a quotation, a margin, a string literal. */
const margin = /^[ \t]*(?:#+|>+|\||\*|\/\/+|--|;+|%|["'`+]+)?[ \t]*["'`]?/gm;
/** `Proc-Type: 4,ENCRYPTED`, `Version: GnuPG v1`. */
const header = /^[A-Z][A-Za-z-]{2,30}: .*$/gm;
/** The longest key that is looked for: RSA with 16,384 bits has some 13 KB. */
const longest = 20_000;

/** A private key in PEM or OpenPGP form, whole or broken into string literals, that begins at `at`. */
export function readPem(text: string, at: number): Candidate | undefined {
  const head = matchAt(begin, text, at)?.[0];
  if (head === undefined) return undefined;
  const end = text.indexOf('-----END', at + head.length);
  const isWhole = end > 0 && end - at < longest;
  const stop = isWhole ? text.indexOf('-----', end + 8) + 5 : Math.min(text.length, at + longest);
  const raw = text.slice(at + head.length, isWhole ? end : stop);
  const lines = (isWhole ? raw : (/^(?:[\w+/=:, .-]|\\[nr]|["'`]|[\s+\\])*/.exec(raw)?.[0] ?? ''))
    .replaceAll(lineEnd, '\n')
    .replaceAll(/%2[BF]/gi, '+')
    .replaceAll(margin, '')
    .replaceAll(header, '')
    .replaceAll(/["'`+,;.\\)(]|<[^>]*>/g, '')
    .split(/\s+/)
    .filter((line) => line !== '');
  const body = lines.join('');
  // A sentence has words that are shorter than its lines.
  if (
    body.length < 40 ||
    !lines.slice(0, 2).some((line) => line.length > 24) ||
    !/^[A-Za-z0-9+/=_-]+$/.test(body.slice(0, 40))
  )
    return undefined;
  const isEncrypted = /ENCRYPTED/.test(head) || /Proc-Type: ?4,ENCRYPTED/.test(raw);
  const bodyEnd = isWhole ? stop : at + head.length + raw.search(/[^\w+/=\s\\"'`,:.-]|$/);
  return {
    ruleId: 'private-key',
    title: isEncrypted ? 'a private key under a passphrase' : 'a private key',
    severity: isEncrypted ? 'high' : 'critical',
    rank: 120,
    start: at,
    end: Math.max(bodyEnd, at + head.length),
    secret: text.slice(at, Math.max(bodyEnd, at + head.length)),
    // One of RSA has 200 characters at least.
    certainty:
      new Set(body).size < 12 || (/ RSA /.test(head) && body.length < 200)
        ? 0.3
        : isEncrypted
          ? 0.65
          : isWhole
            ? 0.95
            : 0.6,
    reasons: [
      isWhole ? 'it is a whole private key' : 'its end is missing',
      ...(isEncrypted ? ['it is encrypted'] : []),
    ],
  };
}

const xmlKey = /<RSAKeyValue>(?:[^<]|<(?!\/RSAKeyValue>|D>)){0,6000}<D>([A-Za-z0-9+/=\s]{80,3000})<\/D>/iy;

/** A private key of RSA in the XML that .NET reads, which begins at `at`: without `D` it is a public one. */
export function readXmlKey(text: string, at: number): Candidate | undefined {
  const secret = matchAt(xmlKey, text, at)?.[1];
  if (secret === undefined) return undefined;
  const end = xmlKey.lastIndex - '</D>'.length;
  return {
    ruleId: 'private-key',
    title: 'a private key',
    severity: 'critical',
    rank: 120,
    start: end - secret.length,
    end,
    secret,
    certainty: 0.95,
    reasons: ['it is the private exponent of a key in XML'],
  };
}
