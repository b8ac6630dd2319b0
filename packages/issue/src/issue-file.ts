import { join } from 'node:path';
import { normaliseIssueId } from './issue-id.ts';

export interface IssueStore {
  /** The common git directory of the repository; undefined outside one. */
  readonly commonDir?: string | undefined;
  /** `CDEV_HOME`, where the cache is outside a repository. */
  readonly home: string;
}

/** The folder of the cached issues: with the repository when there is one, so that all its worktrees see the same. */
export function issuesFolder({ commonDir, home }: IssueStore): string {
  return commonDir === undefined ? join(home, 'issues') : join(commonDir, 'cdev', 'issues');
}

/**
 * The file of an issue in that folder. `owner/repository#12` becomes `owner+repository+12.json`; no id can hold a `+`, so
 * no two ids share a file.
 * @throws CDEV_E_ISSUE_ID_INVALID
 */
export function issueFile(folder: string, id: string): string {
  return join(folder, `${normaliseIssueId(id).replaceAll(/[/#]/g, '+')}.json`);
}
