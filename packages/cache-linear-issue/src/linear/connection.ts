import { errors } from '../errors.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** A page of a list, as Linear gives it. */
export interface ConnectionPage {
  readonly nodes: readonly unknown[];
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
}

/**
 * Takes a page out of an answer.
 * @throws CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED
 */
export function connectionPage(value: unknown, name: string): ConnectionPage {
  const { nodes, pageInfo } = mapping(value) ?? {};
  if (!Array.isArray(nodes)) throw malformed(`"${name}" is no list`);
  const { hasNextPage, endCursor } = mapping(pageInfo) ?? {};
  if (hasNextPage !== true) return { nodes, next: undefined };
  // Without a cursor the same page would come for ever.
  if (typeof endCursor !== 'string' || nodes.length === 0) throw malformed(`"${name}" goes on and does not say where`);
  return { nodes, next: endCursor };
}

export function mapping(value: unknown): Mapping | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : undefined;
}

export function malformed(problem: string): Error {
  return errors.make('CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', { service: 'Linear', problem });
}
