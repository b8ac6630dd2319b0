import { resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { parseMarkdownIssue, readIssue } from '@cdev/issue';
import type { IssueService } from './issue-service.ts';

/** Issues in files, and the one on stdin. */
export function localService({
  cwd,
  stdin,
  clock,
}: Context): IssueService<{ source: 'file'; path: string } | { source: 'stdin' }> {
  return {
    fetch: async (reference) => {
      const fetchedAt = clock().toISOString();
      if (reference.source === 'file') return readIssue(resolve(cwd, reference.path), { fetchedAt });
      return parseMarkdownIssue(await stdin(), '-', { source: 'stdin', fetchedAt });
    },
  };
}
