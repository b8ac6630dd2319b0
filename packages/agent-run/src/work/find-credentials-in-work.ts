import { readBlobs, type GitPlace } from '@cdev/git';
import type { WorkFinding } from './committed-work.ts';
import type { WorkChange } from './work.ts';

export interface FindCredentialsOptions {
  readonly place: GitPlace;
  /** What surely is one, or has the form of one: `error` refuses the commit; `warning` when they are committed knowingly. Else it is told. */
  readonly severity: WorkFinding['severity'];
}

const knowingly = 'take it out, or commit it knowingly: cdev-agent-commit --allow-credentials';
/** Larger files are not written by hand. */
const longest = 5_000_000;

/**
 * Credentials in text files that a commit would bring in, for `inspect` of `commitWork`: once in the history they are known. Links,
 * submodules and deletions have none to find. What is decided by level is said with its reasons.
 */
export async function findCredentialsInWork(
  changes: readonly WorkChange[],
  { place, severity }: FindCredentialsOptions,
): Promise<readonly WorkFinding[]> {
  const { commitVerdict, scanText } = await import('@cdev/secret-scan');
  const files = changes.filter(({ blob, mode }) => blob !== '' && mode !== '160000' && mode !== '120000');
  const contents = await readBlobs(
    place,
    files.map(({ blob }) => blob),
  );
  return files.flatMap(({ path, blob }) => {
    const content = contents.get(blob);
    if (!content || content.length > longest) return [];
    return scanText({ path, bytes: content }).flatMap((finding): WorkFinding[] => {
      const verdict = commitVerdict(finding);
      if (verdict === 'pass') return [];
      const { title, level, reasons, line } = finding;
      const seen = `this looks like ${title} (${level}: ${reasons.join('; ')})`;
      return verdict === 'refuse'
        ? [{ severity, path, line, message: `${seen}; ${knowingly}` }]
        : [{ severity: 'warning', path, line, message: seen }];
    });
  });
}
