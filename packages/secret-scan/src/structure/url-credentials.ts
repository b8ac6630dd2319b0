import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

const shape =
  /:\/\/([^ \t-\r:/?#@"'`<>\\[\](){}|$%]{0,100}|\$?\{[\w.]{1,60}\}):([^ \t-\r/"'`<>\\@]{1,300}|[^ \t-\r/"'`<>\\]{1,300}?)@([\w.-]+|\[[\da-f:]+\]|\$?\{)/y;
const alone = /:\/\/([A-Za-z0-9_-]{20,100})@[\w.-]+/y;
const placeholder =
  /^(?:\$|\{|<|%[A-Za-z({]|\*+$|x+$|\.+$|\xe2\x80\xa6|\[)|^(?:password|passwd|pass|pwd|pw|secret|token|key|api_?key|your.*|my.*pass.*|changeme|user|username|foo|bar|baz|test|xxx.*|key_1234|p|b|s|y)$|\{\{|\$\{|#\{/i;
const localHost =
  /^(?:localhost|127\.|0\.0\.0\.0|\[|::1|host\b|example\.|.*\.example\b|.*\.local$|db$|postgres$|mysql$|redis$|mongo(?:db)?$|rabbitmq$|.*\.test$|.*\.invalid$|myhost|proxy$|server$|hostname$)/i;

/** The password in an address, `postgres://user:password@host`, whose `://` stands at `at`. */
export function readUrlCredentials(text: string, at: number): Candidate | undefined {
  const found = matchAt(shape, text, at);
  if (found === undefined) return readTokenUser(text, at);
  const [, user = '', secret = '', host = ''] = found;
  if (placeholder.test(secret) || (/^\d{1,5}$/.test(secret) && user.includes('.')) || secret.length < 3)
    return undefined;
  // Nobody can own these names (RFC 2606).
  if (/(?:^|\.)example\.(?:com|net|org)$/i.test(host)) return undefined;
  // `https://host:443/path@2` has no password, and a format string none either.
  if (/^\d+\//.test(secret) || /%[sdv]|\$\w|\+$/.test(secret)) return undefined;
  const start = at + 3 + user.length + 1;
  const isLocal = localHost.test(host);
  const isSame = secret.toLowerCase() === user.toLowerCase();
  return {
    ruleId: 'url-credentials',
    title: `the password in an address${schemeText(text, at)}`,
    severity: isLocal ? 'medium' : 'high',
    rank: 60,
    start,
    end: start + secret.length,
    secret,
    // `postgres:postgres@localhost` is what a container begins with.
    certainty: isLocal && isSame ? 0.35 : isLocal || isSame ? 0.42 : /\d/.test(secret) ? 0.8 : 0.62,
    reasons: [
      isLocal ? 'it is for a host of the own machine or an unknown one' : 'it stands before the host of an address',
    ],
  };
}

function readTokenUser(text: string, at: number): Candidate | undefined {
  const secret = matchAt(alone, text, at)?.[1];
  if (secret === undefined || !/\d/.test(secret) || !/[A-Za-z]/.test(secret) || /^[\w-]+$/.test(secret) === false)
    return undefined;
  if (/ingest|sentry/.test(text.slice(at, at + 200)) || /^git[-_]/.test(secret)) return undefined;
  return {
    ruleId: 'url-credentials',
    title: `the token in an address${schemeText(text, at)}`,
    severity: 'high',
    rank: 60,
    start: at + 3,
    end: at + 3 + secret.length,
    secret,
    certainty: 0.6,
    reasons: ['it stands before the host of an address'],
  };
}

function schemeText(text: string, at: number): string {
  const scheme = /[a-z][a-z0-9+.-]{1,20}$/i.exec(text.slice(Math.max(0, at - 22), at))?.[0];
  return scheme === undefined ? '' : ` (${scheme.toLowerCase()})`;
}
