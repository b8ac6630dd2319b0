import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { issueFile, issuesFolder, type IssueStore } from './issue-file.ts';
import { normaliseIssueId } from './issue-id.ts';
import type { Issue } from './issue.ts';
import { readIssue } from './read-issue.ts';

export interface FindIssueOptions extends IssueStore {
  /** From here up to the repository's top the ancestors' `.linear-cache` folders are looked for. */
  readonly cwd: string;
  readonly id: string;
}

export interface FoundIssue {
  readonly issue: Issue;
  readonly file: string;
  /** `ancestor`: from a `.linear-cache` folder, of which nobody knows when it was fetched. */
  readonly form: 'cache' | 'ancestor';
}

/**
 * The cached copy of an issue: from the repository's cache (outside a repository: the home's), else from the ancestors'
 * `.linear-cache/<id>.json|yaml`. Undefined when there is none; nothing is ever made up.
 * @throws CDEV_E_ISSUE_ID_INVALID, and what `readIssue` throws for a copy that is there and cannot be used
 */
export async function findIssue({ id, cwd, ...store }: FindIssueOptions): Promise<FoundIssue | undefined> {
  const name = normaliseIssueId(id);
  const file = issueFile(issuesFolder(store), name);
  if (existsSync(file)) return { issue: await readIssue(file), file, form: 'cache' };
  const old = ancestorFile(cwd, name);
  return old === undefined ? undefined : { issue: await readIssue(old), file: old, form: 'ancestor' };
}

function ancestorFile(cwd: string, id: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = ['json', 'yaml', 'yml']
      .map((extension) => join(folder, '.linear-cache', `${id}.${extension}`))
      .find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}
