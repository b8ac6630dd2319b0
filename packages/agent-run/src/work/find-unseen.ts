import type { Ownership } from '@cdev/deployment-plan';
import { askFields, listFiles, type ChangedPath, type Repository } from '@cdev/git';

/** Files the agent owns that are ignored and not promised. Ignored folders count only where a pattern names them. */
export async function findIgnored(
  repository: Repository,
  { owns, patterns }: Ownership,
  promised: readonly string[],
): Promise<readonly string[]> {
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z', '--', ':/'];
  const fields = await askFields(repository, args, { allowFailure: true });
  return fields
    .filter((path) =>
      path.endsWith('/')
        ? patterns.some((pattern) => pattern.startsWith(path))
        : owns(path) && !promised.includes(path),
    )
    .filter((path) => !path.startsWith('.cdev/'))
    .toSorted();
}

/** Changed paths that point at a commit of another repository which `.gitmodules` does not tell of: nobody else could fetch it. */
export async function findUndeclaredSubmodules(
  repository: Repository,
  tree: string,
  changes: readonly ChangedPath[],
): Promise<readonly string[]> {
  const links = changes.filter(
    ({ mode, oldMode, oid }) => oid !== undefined && mode === '160000' && oldMode !== '160000',
  );
  if (links.length === 0) return [];
  const args = ['config', '--blob', `${tree}:.gitmodules`, '-z', '--get-regexp', '^submodule\\..*\\.path$'];
  const declared = await askFields(repository, args, { allowFailure: true });
  // Each field is `submodule.<name>.path`, a line feed and the path.
  const paths = new Set(declared.map((field) => field.slice(field.indexOf('\n') + 1)));
  return links.map(({ path }) => path).filter((path) => !paths.has(path));
}

/** Promised paths that the tree does not have. */
export async function findMissing(
  repository: Repository,
  tree: string,
  promised: readonly string[],
): Promise<readonly string[]> {
  if (promised.length === 0) return [];
  const there = new Set(await listFiles(repository, tree));
  return promised.filter((path) => !there.has(path));
}
