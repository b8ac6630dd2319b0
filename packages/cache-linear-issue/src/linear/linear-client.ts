import { errors } from '../errors.ts';
import { endpoint, keyIn } from '../http/endpoint.ts';
import type { Patience } from '../http/send.ts';
import { askLinear, type LinearAccess } from './ask-linear.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Asks Linear one query and gives its data; undefined when Linear says that there is no such thing. */
export type LinearClient = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>> | undefined>;

/**
 * A client with the address and the key of the environment, which are looked at with the first question.
 * @throws CDEV_E_CACHE_ISSUE_KEY_MISSING, _KEY_UNUSABLE, _ADDRESS_INVALID, and what `askLinear` throws
 */
export function linearClient(env: Env, patience: Patience): LinearClient {
  return async (query, variables = {}) => askLinear(accessIn(env), { query, variables }, patience);
}

function accessIn(env: Env): LinearAccess {
  const url = endpoint(env, 'LINEAR_API_URL', 'https://api.linear.app/graphql');
  const found = keyIn(env, ['LINEAR_API_KEY']);
  if (!found) throw errors.make('CDEV_E_CACHE_ISSUE_KEY_MISSING');
  return { url, key: found.key };
}
