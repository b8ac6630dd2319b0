import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

const begin = /-----BEGIN[ A-Z0-9_-]{0,60}?PRIVATE KEY(?: BLOCK)?-----/iy;
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
  const body = (isWhole ? raw : (/^(?:[\w+/=:, .-]|\\[nr]|["'`]|[\s+\\])*/.exec(raw)?.[0] ?? ''))
    .replaceAll(/\\+[nrt]|<br ?\/?>|^[A-Z][\w-]+:.*$/gim, ' ')
    .replaceAll(/[\s"'`+,;.\\)(]|<[^>]*>/g, '');
  if (body.length < 40 || !/^[A-Za-z0-9+/=_-]+$/.test(body.slice(0, 40))) return undefined;
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
    certainty: new Set(body).size < 12 ? 0.3 : isEncrypted ? 0.65 : isWhole ? 0.95 : 0.6,
    reasons: [
      isWhole ? 'it is a whole private key' : 'its end is missing',
      ...(isEncrypted ? ['it is encrypted'] : []),
    ],
  };
}
