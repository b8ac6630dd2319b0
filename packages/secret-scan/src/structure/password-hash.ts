import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

/** What the hashes begin with, in lower case. */
export const hashStarts: readonly string[] =
  '$1$ $2a$ $2b$ $2y$ $2x$ $5$ $6$ $y$ $gy$ $p$ $h$ $s$ $apr1$ $argon2 $pbkdf2- pbkdf2_sha pbkdf2:sha scrypt:32768: scram-sha-256$ {ssha {sha {smd5}'.split(
    ' ',
  );

const shape =
  /\$(?:1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|apr1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|5\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43}|6\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}|g?y\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43}|[PH]\$[./A-Za-z0-9]{31}|S\$[./A-Za-z0-9]{52}|pbkdf2-sha\d+\$\d+\$[./A-Za-z0-9]{8,64}\$[./A-Za-z0-9]{27,86}|argon2i?d?\$v=\d+\$m=\d+,t=\d+,p=\d+\$[+/A-Za-z0-9]{11,64}\$[+/A-Za-z0-9]{22,86})|pbkdf2(?:_sha\d+\$|:sha\d+:)\d+\$[^\s$"']{1,64}\$(?:[a-f0-9]{64,128}|[+/A-Za-z0-9]{27,86}={0,2})|scrypt:\d+:\d+:\d+\$[./A-Za-z0-9]{1,64}\$[a-f0-9]{128}|SCRAM-SHA-256\$\d+:[+/A-Za-z0-9]{8,64}={0,2}\$[+/A-Za-z0-9]{43}=:[+/A-Za-z0-9]{43}=|\{(?:SSHA|SHA|SMD5)(?:256|384|512)?\}[+/A-Za-z0-9]{22,160}={0,2}/y;

/** The hash of a password as crypt, bcrypt, argon2, LDAP, PostgreSQL and frameworks write it, which begins at `at`: it can be guessed at leisure. */
export function readPasswordHash(text: string, at: number): Candidate | undefined {
  const secret = matchAt(shape, text, at)?.[0];
  return secret === undefined ? undefined : hashCandidate(secret, at);
}

/** What is known for a hash by its form, or by the file that it stands in. */
export function hashCandidate(secret: string, start: number): Candidate {
  return {
    ruleId: 'password-hash',
    title: 'the hash of a password',
    severity: 'medium',
    rank: 50,
    start,
    end: start + secret.length,
    secret,
    certainty: 0.7,
    reasons: ['whoever has it can try passwords without being seen'],
  };
}
