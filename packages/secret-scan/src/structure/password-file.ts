import type { Candidate } from '../finding.ts';
import { hashCandidate } from './password-hash.ts';
import { takenSecret } from './taken-secret.ts';

/** Files of one secret a line, whose lines have no names in them. */
const files = [
  // PostgreSQL: host, port, database and user before it.
  {
    name: /(?:^|\/)(?:\.pgpass|pgpass\.conf)$/i,
    line: /^[^#:\n][^:\n]*:(?:\d+|\*):[^:\n]+:[^:\n]+:([^\r\n]{1,200})\r?$/dgm,
    by: '.pgpass',
  },
  // The oldest form of crypt, in which eight characters count.
  {
    name: /(?:^|[/.])(?:ht)?passwd$/i,
    line: /^[^#:\s]+:((?=[./\w]*\d)(?=[./\w]*[A-Z])[./A-Za-z\d]{13})(?=\r?$|:)/dgm,
    by: undefined,
  },
] as const;

/** Whether lines of a file have no names in them, by its path. */
export function isPasswordFile(path: string): boolean {
  return /pass(?:wd|\.conf)?$/i.test(path.slice(-9)) && files.some(({ name }) => name.test(path));
}

/** The passwords of a `.pgpass`, and the hashes in a `.htpasswd` that have nothing else to be told by. */
export function* readPasswordFile(path: string, text: string): Generator<Candidate> {
  for (const { name, line, by } of files) {
    if (!name.test(path)) continue;
    for (const { 1: secret = '', indices } of text.matchAll(line)) {
      const start = indices?.[1]?.[0] ?? 0;
      const found =
        by === undefined
          ? hashCandidate(secret, start)
          : takenSecret({ secret, start, isQuoted: true, kind: 'password', by });
      if (found !== undefined) yield found;
    }
  }
}
