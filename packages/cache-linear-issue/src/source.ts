import type { Issue } from '@cdev/issue';
import type { Reference } from './reference/reference.ts';

/** One place that issues come from, asked about one of its issues. */
export interface IssueService<Asked extends Reference = Reference> {
  /**
   * The issue as it is now. `known` is the cached copy, which lets a service answer that nothing has changed; it is given back with a new
   * `fetchedAt` then.
   */
  readonly fetch: (reference: Asked, known: Issue | undefined) => Promise<Issue>;
}
