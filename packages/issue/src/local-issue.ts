import { basename, extname } from 'node:path';
import type { Fields } from './fields.ts';
import { issueIdFrom, normaliseIssueId } from './issue-id.ts';

export interface LocalIssueOptions {
  /** Default `file`. Text from stdin has no name of its own, so its id comes from its title. */
  readonly source?: 'file' | 'stdin';
  /** ISO 8601; default now. */
  readonly fetchedAt?: string;
}

/** The id that the text gives itself, else the file's name, else the title's words. */
export function issueIdOf(fields: Fields | undefined, file: string, title: string): string {
  const given = fields?.text('id');
  if (given !== undefined && given !== '') return normaliseIssueId(given);
  const name = file === '-' ? title.toLowerCase() : basename(file, extname(file));
  return issueIdFrom(name) ?? issueIdFrom(title.toLowerCase()) ?? 'issue';
}
