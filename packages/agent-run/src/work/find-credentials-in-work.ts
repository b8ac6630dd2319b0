import { findCredentials } from '@cdev/core/log';
import { readBlobs, type GitPlace } from '@cdev/git';
import type { WorkFinding } from './commit-work.ts';
import type { WorkChange } from './work.ts';

export interface FindCredentialsOptions {
  readonly place: GitPlace;
  /** `error` refuses the commit; `warning` when they are committed knowingly. */
  readonly severity: WorkFinding['severity'];
}

/** Larger files are not written by hand. */
const longest = 5_000_000;

/**
 * Credentials in text files that a commit would bring in, for `inspect` of `commitWork`: once in the history they are known. Links,
 * submodules, binary files and deletions have none to find.
 */
export async function findCredentialsInWork(
  changes: readonly WorkChange[],
  { place, severity }: FindCredentialsOptions,
): Promise<readonly WorkFinding[]> {
  const files = changes.filter(({ blob, mode }) => blob !== '' && mode !== '160000' && mode !== '120000');
  const contents = await readBlobs(
    place,
    files.map(({ blob }) => blob),
  );
  return files.flatMap(({ path, blob }) => {
    const content = contents.get(blob);
    if (!content || content.length > longest || content.includes(0)) return [];
    return findCredentials(content.toString('utf8')).map(({ line, kind }) => ({
      severity,
      path,
      line,
      message: `this looks like ${kind}; take it out, or commit it knowingly: cdev-agent-commit --allow-credentials`,
    }));
  });
}
