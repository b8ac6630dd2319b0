import { leftOutFiles } from '@cdev/git';
import { counted } from '../surface/surface-check.ts';
import type { CheckSubject } from './check-report.ts';

/** Gaps, one sentence each: of the paths that concern a check, those that a sparse checkout leaves out. Without `concerns` of all paths. */
export type TellLeftOut = (concerns?: (path: string) => boolean) => Promise<readonly string[]>;

/** Tracked files that are not in the work tree because of a sparse checkout look like files that do not exist. git is asked once for all checks. */
export function tellLeftOut(
  { repository, isStaged, changed }: Pick<CheckSubject, 'repository' | 'isStaged' | 'changed'>,
  signal: AbortSignal,
): TellLeftOut {
  let asked: Promise<readonly string[]> | undefined;
  const list = async (): Promise<readonly string[]> => {
    // What is staged is read from the index, which is whole.
    if (repository === undefined || isStaged) return [];
    const paths = await leftOutFiles(repository, { signal });
    const only = await changed().then((changes) => changes && new Set(changes));
    return paths.filter((path) => only?.has(path) !== false);
  };
  return async (concerns) => {
    const paths = (await (asked ??= list())).filter((path) => concerns?.(path) !== false);
    if (paths.length === 0) return [];
    return [
      `${counted(paths.length, 'tracked file')} left out by the sparse checkout, ${paths[0]} ${paths.length === 1 ? 'alone' : 'first'} (git sparse-checkout disable)`,
    ];
  };
}
