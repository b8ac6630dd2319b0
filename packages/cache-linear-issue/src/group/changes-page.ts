import { connectionPage, malformed, mapping } from '../linear/connection.ts';
import type { LinearClient } from '../linear/linear-client.ts';
import { changesQuery } from '../linear/linear-queries.ts';
import { groupFilter, type IssueGroup } from './issue-group.ts';

/** When an issue of a group was changed last. */
export interface Change {
  /** Linear's internal id. */
  readonly id: string;
  readonly identifier: string;
  readonly updatedAt: string;
}

export interface ChangesPage {
  readonly changes: readonly Change[];
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
}

/** The issues of the group that changed at or after `since`, from the place `after`. */
export async function changesPage(
  group: IssueGroup,
  { since, after }: { readonly since: string | undefined; readonly after: string | undefined },
  ask: LinearClient,
): Promise<ChangesPage> {
  const data = await ask(changesQuery, { filter: groupFilter(group, since), ...(after !== undefined && { after }) });
  const { nodes, next } = connectionPage(data?.['issues'], 'issues');
  return { changes: nodes.map(change), next };
}

function change(node: unknown): Change {
  const { id, identifier, updatedAt } = mapping(node) ?? {};
  if (typeof id !== 'string' || typeof identifier !== 'string' || typeof updatedAt !== 'string')
    throw malformed('a change has no id, identifier or time');
  return { id, identifier, updatedAt };
}
