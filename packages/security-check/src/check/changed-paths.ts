import { git } from '@cdev/git';
import type { CheckSubject } from './check-report.ts';

/** The paths that are looked at, from the top folder; undefined when all are. */
export async function changedPaths(
  { repository, since, isStaged }: CheckSubject,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  if (repository === undefined || (!isStaged && since === undefined)) return undefined;
  const ask = async (args: readonly string[]): Promise<string[]> => {
    const { stdoutBytes } = await git(repository, args, { isQuestion: true, signal });
    return stdoutBytes
      .toString('utf8')
      .split('\0')
      .filter((path) => path !== '');
  };
  const diff = ['diff', '--name-only', '-z', '--no-renames', '--diff-filter=d'];
  if (isStaged) return ask([...diff, '--cached', '--']);
  const others = await ask(['ls-files', '-z', '--others', '--exclude-standard', '--full-name', ':/']);
  return [...new Set([...(await ask([...diff, since as string, '--'])), ...others])];
}
