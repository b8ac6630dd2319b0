import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

const shape =
  /\$(?:1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|apr1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|5\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43}|6\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}|y\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43}|P\$[./A-Za-z0-9]{31}|argon2i?d?\$v=\d+\$m=\d+,t=\d+,p=\d+\$[+/A-Za-z0-9]{11,64}\$[+/A-Za-z0-9]{22,86})/y;

/** The hash of a password as crypt, bcrypt and argon2 write it, which begins at `at`: it can be guessed at leisure. */
export function readPasswordHash(text: string, at: number): Candidate | undefined {
  const secret = matchAt(shape, text, at)?.[0];
  if (secret === undefined) return undefined;
  return {
    ruleId: 'password-hash',
    title: 'the hash of a password',
    severity: 'medium',
    rank: 50,
    start: at,
    end: at + secret.length,
    secret,
    certainty: 0.7,
    reasons: ['whoever has it can try passwords without being seen'],
  };
}
