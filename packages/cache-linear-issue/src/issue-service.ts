import type { Issue } from '@cdev/issue';
import type { Reference } from './reference/reference.ts';

/** One place that issues come from, asked about one of its issues. */
export interface IssueService<Asked extends Reference = Reference> {
  /** The issue as it is now. `known` is the cached copy, with which a service may find out cheaply that nothing has changed. */
  fetch(reference: Asked, known: Issue | undefined): Promise<Issue>;
}
