import { isPlaceholder } from './placeholder.ts';
import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

const shape =
  /identified[ \t\r\n]+(?:with[ \t]+\S+[ \t]+)?by[ \t\r\n]+(?:password[ \t]+)?(?:\\?(["'])([^"'\n\\]{3,200})\\?\1|(?!values\b|password\b)([A-Za-z][\w#]{3,40})(?=[\s;"']|$))/iy;

/** Who is identified, of `create user`, `alter role` and `grant … to`. */
const named = /\b(?:user|role|grant\b[^;]*\bto)\s+["'`\w@%.$&{}-]+\s*$/i;

/** What stands after `IDENTIFIED BY` of SQL, which begins at `at`. */
export function readSqlPassword(text: string, at: number): Candidate | undefined {
  const found = matchAt(shape, text, at);
  const secret = found?.[2] ?? found?.[3];
  if (secret === undefined || isPlaceholder(secret)) return undefined;
  // It may be a sentence: "users are identified by name", `a channel identified by "WEB" code`.
  const before = text.slice(Math.max(0, at - 120), at);
  if (!text.startsWith('IDENTIFIED', at) && !(found?.[1] === "'" ? /\b(?:user|role|grant|to)\b/i : named).test(before))
    return undefined;
  const start = shape.lastIndex - (found?.[2] === undefined ? 0 : 1) - secret.length;
  return {
    ruleId: 'sql-password',
    title: 'the password of a database user',
    severity: 'high',
    rank: 55,
    start,
    end: start + secret.length,
    secret,
    certainty: 0.65,
    reasons: ['it stands after IDENTIFIED BY'],
  };
}
