import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

const shape = /eyJ[\w-]{8,2000}\.(eyJ[\w-]{8,8000})\.[\w-]{8,2000}/y;

/** A JSON Web Token that begins at `at`: its header has to be JSON; its time of expiry says whether it still works. */
export function readJwt(text: string, at: number, now: number): Candidate | undefined {
  const found = matchAt(shape, text, at);
  if (found === undefined) return undefined;
  const header = decode(found[0].slice(0, found[0].indexOf('.')));
  if (header === undefined || typeof header['alg'] !== 'string') return undefined;
  const payload = decode(found[1] as string);
  const expiry = payload?.['exp'];
  const isExpired = typeof expiry === 'number' && expiry * 1000 < now;
  const isService = payload?.['role'] === 'service_role';
  const isPublic = payload?.['role'] === 'anon';
  const expiryText = typeof expiry === 'number' ? new Date(expiry * 1000).toISOString().slice(0, 10) : '';
  return {
    ruleId: 'json-web-token',
    title: isService ? 'a service role key (JSON Web Token)' : 'a JSON Web Token',
    severity: isService ? 'critical' : isPublic ? 'low' : 'high',
    rank: 70,
    start: at,
    end: at + found[0].length,
    secret: found[0],
    certainty: payload === undefined ? 0.5 : isExpired ? 0.45 : typeof expiry === 'number' ? 0.8 : 0.65,
    reasons: isExpired
      ? [`it expired on ${expiryText}`]
      : expiryText === ''
        ? ['it never expires']
        : [`it is valid until ${expiryText}`],
  };
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
