import { isCdevError } from '@cdev/core/errors';
import { issueFromLinear, type Issue } from '@cdev/issue';
import { errors } from '../errors.ts';
import { connectionPage, malformed, mapping } from './connection.ts';
import type { LinearClient } from './linear-client.ts';
import { listNames, listQuery, type ListName } from './linear-queries.ts';

/**
 * An issue from Linear's answer, with all pages of its lists.
 * @throws CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED, and what the client throws
 */
export async function wholeIssue(raw: unknown, ask: LinearClient, fetchedAt: string): Promise<Issue> {
  const issue: Record<string, unknown> = { ...(mapping(raw) ?? fail()) };
  for (const name of listNames)
    if (issue[name] !== undefined) issue[name] = { nodes: await allNodes(issue, name, ask) };
  try {
    return issueFromLinear(issue, fetchedAt);
  } catch (cause) {
    if (!isCdevError(cause)) throw cause;
    throw errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service: 'Linear', problem: cause.message }, { cause });
  }
}

async function allNodes(
  issue: Readonly<Record<string, unknown>>,
  name: ListName,
  ask: LinearClient,
): Promise<unknown[]> {
  let { nodes, next } = connectionPage(issue[name], name);
  const all = [...nodes];
  while (next !== undefined) {
    const data = await ask(listQuery(name), { id: issue['id'], after: next });
    ({ nodes, next } = connectionPage(mapping(data?.['issue'])?.[name], name));
    all.push(...nodes);
  }
  return all;
}

function fail(): never {
  throw malformed('the issue is no mapping');
}
