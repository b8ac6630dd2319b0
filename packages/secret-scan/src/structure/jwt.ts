import { createHmac } from 'node:crypto';
import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

const shape = /eyJ[\w-]{8,2000}\.(eyJ[\w-]{8,8000})\.[\w-]{8,2000}/y;

/** Of jwt.io and of Supabase's local stack (`supabase start`, its docker-compose): whoever signs with them keeps nothing from anybody. */
const publishedSecrets = [
  'your-256-bit-secret',
  'a-string-secret-at-least-256-bits-long',
  'super-secret-jwt-token-with-at-least-32-characters-long',
  'your-super-secret-jwt-token-with-at-least-32-characters-long',
];

/** A JSON Web Token that begins at `at`: its header has to be JSON; its time of expiry says whether it still works. */
export function readJwt(text: string, at: number, now: number): Candidate | undefined {
  const found = matchAt(shape, text, at);
  if (found === undefined) return undefined;
  const header = decode(found[0].slice(0, found[0].indexOf('.')));
  if (header === undefined || typeof header['alg'] !== 'string') return undefined;
  const payload = decode(found[1] as string);
  const place = { ruleId: 'json-web-token', rank: 70, start: at, end: at + found[0].length, secret: found[0] };
  if (header['alg'] === 'HS256' && isSignedByPublished(found[0])) {
    const reasons = ['it is signed with a secret of examples, which everybody has'];
    return { ...place, title: 'a JSON Web Token', severity: 'low', certainty: 0.2, reasons };
  }
  const expiry = payload?.['exp'];
  const isExpired = typeof expiry === 'number' && expiry * 1000 < now;
  const isService = payload?.['role'] === 'service_role';
  const isPublic = payload?.['role'] === 'anon';
  const expiryText = typeof expiry === 'number' ? new Date(expiry * 1000).toISOString().slice(0, 10) : '';
  return {
    ...place,
    title: isService ? 'a service role key (JSON Web Token)' : 'a JSON Web Token',
    severity: isService ? 'critical' : isPublic ? 'low' : 'high',
    certainty: payload === undefined ? 0.5 : isExpired ? 0.45 : typeof expiry === 'number' ? 0.8 : 0.65,
    reasons: isExpired
      ? [`it expired on ${expiryText}`]
      : expiryText === ''
        ? ['it never expires']
        : [`it is valid until ${expiryText}`],
  };
}

function isSignedByPublished(token: string): boolean {
  const split = token.lastIndexOf('.');
  return publishedSecrets.some(
    (secret) =>
      // cdev-ignore timed-comparison: the secrets are published, and nobody is let in by the answer
      createHmac('sha256', secret).update(token.slice(0, split)).digest('base64url') === token.slice(split + 1),
  );
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
