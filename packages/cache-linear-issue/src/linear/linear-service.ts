import { issueFromLinear } from '@cdev/issue';
import { errors } from '../errors.ts';
import { endpoint, keyIn } from '../http/endpoint.ts';
import type { Patience } from '../http/send.ts';
import type { IssueService } from '../source.ts';
import { askLinear, type LinearAccess } from './ask-linear.ts';
import { issueQuery } from './linear-queries.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where Linear is asked, and with which key.
 * @throws CDEV_E_CACHE_ISSUE_KEY_MISSING, CDEV_E_CACHE_ISSUE_KEY_UNUSABLE, CDEV_E_CACHE_ISSUE_ADDRESS_INVALID
 */
export function linearAccess(env: Env): LinearAccess {
  const url = endpoint(env, 'LINEAR_API_URL', 'https://api.linear.app/graphql');
  const found = keyIn(env, ['LINEAR_API_KEY']);
  if (!found) throw errors.make('CDEV_E_CACHE_ISSUE_KEY_MISSING');
  return { url, key: found.key };
}

/** Issues of Linear, by identifier. */
export function linearService(env: Env, patience: Patience): IssueService<{ source: 'linear'; id: string }> {
  return {
    fetch: async ({ id }) => {
      const access = linearAccess(env);
      const data = await askLinear(access, { query: issueQuery, variables: { id } }, patience);
      if (data?.['issue'] === undefined || data['issue'] === null)
        throw errors.make('CDEV_E_CACHE_ISSUE_NOT_FOUND', { service: 'Linear', id });
      return issueFromLinear(data['issue'], patience.clock().toISOString());
    },
  };
}
