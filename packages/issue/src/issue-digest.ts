import { createHash } from 'node:crypto';
import type { Issue } from './issue.ts';

/** What tells whether an issue still asks for the same: 16 hexadecimal digits of the SHA-256 of its title and its description. */
export function issueDigest({ title, description }: Pick<Issue, 'title' | 'description'>): string {
  return createHash('sha256').update(`${title}\0${description}`).digest('hex').slice(0, 16);
}
