import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

const privatePart = /(["']?)\b(d|k)\1\s*:\s*(["'])([\w-]{20,1500})\3/g;
const kind = /kty["']?\s*:\s*["'](\w+)["']/iy;

/** The private part of a JSON Web Key, or of an object in code that is one, whose `kty` stands at `at`: `d`, or `k` of a symmetric one. */
export function readJwk(text: string, at: number): Candidate | undefined {
  const type = matchAt(kind, text, at)?.[1];
  if (type === undefined) return undefined;
  const from = Math.max(0, text.lastIndexOf('{', at));
  const close = text.indexOf('}', at);
  const key = text.slice(from, close < 0 ? Math.min(text.length, at + 6000) : Math.min(close, at + 6000));
  const isSymmetric = type === 'oct';
  for (const found of key.matchAll(privatePart)) {
    if ((found[2] === 'k') !== isSymmetric) continue;
    const secret = found[4] as string;
    const start = from + found.index + found[0].lastIndexOf(secret);
    return {
      ruleId: 'json-web-key',
      title: 'the private part of a JSON Web Key',
      severity: 'critical',
      rank: 80,
      start,
      end: start + secret.length,
      secret,
      certainty: 0.85,
      reasons: ['it is the private part of a key'],
    };
  }
  return undefined;
}
