import { errors } from '../errors.ts';
import type { IssueService } from '../issue-service.ts';
import type { LinearClient } from './linear-client.ts';
import { issueQuery } from './linear-queries.ts';
import { wholeIssue } from './whole-issue.ts';

/** Issues of Linear, by identifier. */
export function linearService(ask: LinearClient, clock: () => Date): IssueService<{ source: 'linear'; id: string }> {
  return {
    fetch: async ({ id }) => {
      const data = await ask(issueQuery, { id });
      const raw = data?.['issue'] ?? undefined;
      if (raw === undefined) throw errors.make('CDEV_E_CACHE_ISSUE_NOT_FOUND', { service: 'Linear', id });
      return wholeIssue(raw, ask, clock().toISOString());
    },
  };
}
