import { isPlaceholder } from './placeholder.ts';
import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';

const shape =
  /curl (?:[^\n|;]|\\\r?\n){0,400}?(?:-u|--user)[ =]?\\?(["']?)([^ \t-\r:"'$<{]{1,80}):([^ \t-\r"'$<{\\]{3,200})\1/iy;

/** `curl -u` with a name and a password, whose `curl` begins at `at`. */
export function readCurlUser(text: string, at: number): Candidate | undefined {
  const found = matchAt(shape, text, at);
  if (found === undefined) return undefined;
  const secret = found[3] as string;
  if (isPlaceholder(secret) || /^[A-Z_]+$/.test(secret)) return undefined;
  const start = shape.lastIndex - (found[1] as string).length - secret.length;
  return {
    ruleId: 'curl-password',
    title: 'the password of a curl command',
    severity: 'high',
    rank: 55,
    start,
    end: start + secret.length,
    secret,
    certainty: 0.65,
    reasons: ['it stands after -u of curl'],
  };
}
