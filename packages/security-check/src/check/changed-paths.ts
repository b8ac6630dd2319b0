import { askFields, git, renamedFiles, type Repository } from '@cdev/git';
import type { CheckSubject } from './check-report.ts';

/** The paths that are looked at, from the top folder; undefined when all are. */
export async function changedPaths(
  { repository, since, isStaged, index }: Pick<CheckSubject, 'repository' | 'since' | 'isStaged' | 'index'>,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  if (repository === undefined || (!isStaged && since === undefined)) return undefined;
  const ask = (args: readonly string[]): Promise<string[]> =>
    askFields(repository, args, { env: environmentOf(index), signal });
  const diff = ['diff', '--name-only', '-z', '--no-renames', '--diff-filter=d'];
  if (isStaged) return ask([...diff, '--cached', '--']);
  const others = await ask(['ls-files', '-z', '--others', '--exclude-standard', '--full-name', ':/']);
  return [...new Set([...(await ask([...diff, since as string, '--'])), ...others])];
}

/** The text of a file as it is staged; undefined when it is none. */
export async function stagedText({ repository, index }: CheckSubject, path: string): Promise<string | undefined> {
  return repository && textOf(repository, `:${path}`, index);
}

/** The text of a file in a revision; undefined when there is none, or no such revision yet. */
export async function textOf(repository: Repository, object: string, index?: string): Promise<string | undefined> {
  const { ok, stdoutBytes } = await git(repository, ['cat-file', 'blob', object], {
    env: environmentOf(index),
    isQuestion: true,
    allowFailure: true,
  });
  return ok ? stdoutBytes.toString('utf8') : undefined;
}

/** Gives the text that a file had in the revision that is compared with, also where it was called otherwise; undefined where nothing is compared. */
export function textBefore(
  { repository, since, isStaged, index }: Pick<CheckSubject, 'repository' | 'since' | 'isStaged' | 'index'>,
  signal: AbortSignal,
): ((path: string) => Promise<string | undefined>) | undefined {
  const base = isStaged ? 'HEAD' : since;
  if (repository === undefined || base === undefined) return undefined;
  let renames: ReturnType<typeof renamedFiles> | undefined;
  return async (path) => {
    // Asked only where something is found.
    renames ??= renamedFiles(repository, base, { in: isStaged ? 'index' : 'worktree', index, signal });
    return textOf(repository, `${base}:${(await renames).get(path)?.path ?? path}`);
  };
}

/** For git, where another index than the repository's own stands for what is staged. */
export function environmentOf(index: string | undefined): Readonly<Record<string, string>> {
  return index === undefined ? {} : { GIT_INDEX_FILE: index };
}
