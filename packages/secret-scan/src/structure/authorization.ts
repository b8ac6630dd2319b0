import { entropy } from '../grade/entropy.ts';
import type { Candidate } from '../finding.ts';
import { exampleMarker } from '../grade/example-marker.ts';
import { matchAt } from '../match-at.ts';
import { isPlaceholder } from './placeholder.ts';

const bearer = /(?:bearer|token)(?:[ \t]+|[ \t]*\\?["'][ \t]*[,+.]?[ \t]*\\?["']|%20)([\w.~+/-]{16,2000}={0,2})/iy;
const basic = /basic(?:[ \t]+|%20)([A-Za-z0-9+/]{8,500}={0,2})(?![A-Za-z0-9+/])/iy;

/** `Authorization: Bearer …`, where the word stands at `at`. */
export function readBearer(text: string, at: number): Candidate | undefined {
  const secret = matchAt(bearer, text, at)?.[1];
  if (secret === undefined || !/\d/.test(secret) || !/[A-Za-z]/.test(secret) || entropy(secret) < 3) return undefined;
  if (/^[a-z]+[-_.]/.test(secret) && entropy(secret) < 3.7) return undefined;
  // `var token api2.PageToken` of Go: a type.
  if (/^[a-z]\w*\.[A-Z][A-Za-z]*$/.test(secret)) return undefined;
  const start = bearer.lastIndex - secret.length;
  return candidate('bearer-token', 'a bearer token', start, secret, 0.7, 'it stands after the word Bearer');
}

/** `Authorization: Basic …`: base64 of a name and a password. */
export function readBasic(text: string, at: number): Candidate | undefined {
  const secret = matchAt(basic, text, at)?.[1];
  if (secret === undefined) return undefined;
  const plain = Buffer.from(secret, 'base64').toString('utf8');
  const [, name = '', password] = /^([\x20-\x7e]*?):([\x20-\x7e]+)$/.exec(plain) ?? [];
  if (password === undefined || secret.length % 4 === 1) return undefined;
  const isExample =
    isPlaceholder(password) || /^(?:test|foo|bar)$/i.test(password) || exampleMarker(password) !== undefined;
  const certainty = isExample ? 0.35 : name === password ? 0.42 : 0.75;
  const start = basic.lastIndex - secret.length;
  return candidate(
    'basic-auth',
    'a name and password for basic authentication',
    start,
    secret,
    certainty,
    'it is base64 of a name and a password',
  );
}

function candidate(
  ruleId: string,
  title: string,
  start: number,
  secret: string,
  certainty: number,
  reason: string,
): Candidate {
  return {
    ruleId,
    title,
    severity: 'high',
    rank: 55,
    start,
    end: start + secret.length,
    secret,
    certainty,
    reasons: [reason],
  };
}
