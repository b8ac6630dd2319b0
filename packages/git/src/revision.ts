import { errors } from './errors.ts';
import { ask } from './ask.ts';
import { folderOf, git, type GitPlace } from './git.ts';
import { branchInFiles, resolveInFiles } from './resolve-in-files.ts';

/** The full id of the commit that `revision` names (a tag is followed to its commit); undefined when there is none. */
export async function resolveCommit(place: GitPlace, revision: string): Promise<string | undefined> {
  return resolveInFiles(folderOf(place), revision) ?? resolveObject(place, `${revision}^{commit}`);
}

/** As `resolveCommit`. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function requireCommit(place: GitPlace, revision: string): Promise<string> {
  const commit = await resolveCommit(place, revision);
  if (commit === undefined) throw errors.make('CDEV_E_GIT_UNKNOWN_REVISION', { revision });
  return commit;
}

/** The full id of the object, of whatever type. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function requireObject(place: GitPlace, revision: string): Promise<string> {
  const oid = await resolveObject(place, `${revision}^{object}`);
  if (oid === undefined) throw errors.make('CDEV_E_GIT_UNKNOWN_REVISION', { revision });
  return oid;
}

/** The full id of the tree that `revision` names or leads to. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function resolveTree(place: GitPlace, revision: string): Promise<string> {
  const tree = await resolveObject(place, `${revision}^{tree}`);
  if (tree === undefined) throw errors.make('CDEV_E_GIT_UNKNOWN_REVISION', { revision });
  return tree;
}

/** The branch's short name, also before its first commit; undefined when HEAD is detached. */
export async function currentBranch(place: GitPlace): Promise<string | undefined> {
  const known = branchInFiles(folderOf(place));
  if (known !== undefined) return known;
  const options = { isQuestion: true, allowFailure: true };
  const { ok, stdoutBytes } = await git(place, ['symbolic-ref', '--quiet', 'HEAD'], options);
  if (ok)
    return stdoutBytes
      .toString('utf8')
      .trimEnd()
      .replace(/^refs\/heads\//, '');
  await git(place, ['rev-parse', '--git-dir'], { isQuestion: true });
  return undefined;
}

/** Whether `ancestor` is reachable from `descendant` (a commit is its own ancestor). @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function isAncestor(place: GitPlace, ancestor: string, descendant: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', plain(ancestor), plain(descendant)];
  const { exitCode } = await git(place, args, { isQuestion: true, allowFailure: true });
  if (exitCode === 0 || exitCode === 1) return exitCode === 0;
  return withKnownRevisions(place, [ancestor, descendant], () =>
    git(place, args, { isQuestion: true }).then(() => true),
  );
}

/** The best common ancestor; undefined for unrelated histories. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function mergeBase(place: GitPlace, a: string, b: string): Promise<string | undefined> {
  return (await mergeBases(place, a, b))[0];
}

/** All best common ancestors: more than one after a criss-cross. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function mergeBases(place: GitPlace, a: string, b: string): Promise<string[]> {
  const args = ['merge-base', '--all', plain(a), plain(b)];
  const { exitCode, stdout } = await git(place, args, { isQuestion: true, allowFailure: true });
  if (exitCode === 0 || exitCode === 1) return stdout.split('\n').filter((line) => line !== '');
  return withKnownRevisions(place, [a, b], () => ask(place, args).then(() => []));
}

/** Runs the question; when git refuses it, says which of the revisions is not there. */
export async function withKnownRevisions<Answer>(
  place: GitPlace,
  revisions: readonly string[],
  question: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    for (const revision of revisions) {
      const object = await resolveObject(place, `${revision}^{object}`).catch(() => '');
      if (object === undefined) throw errors.make('CDEV_E_GIT_UNKNOWN_REVISION', { revision }, { cause: error });
    }
    throw error;
  }
}

/** A revision that can stand among arguments: one that looks like an option is none. */
export function plain(revision: string): string {
  if (revision === '' || revision.startsWith('-')) throw errors.make('CDEV_E_GIT_UNKNOWN_REVISION', { revision });
  return revision;
}

/** The full id of what the expression names, such as `<tree>:<path>`; undefined when there is none. */
export async function resolveObject(place: GitPlace, expression: string): Promise<string | undefined> {
  if (expression.startsWith('-') || expression.startsWith('^')) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', expression];
  const { ok, stdout } = await git(place, args, { isQuestion: true, allowFailure: true });
  if (ok) return stdout.trim();
  // Only a repository can lack a revision.
  await git(place, ['rev-parse', '--git-dir'], { isQuestion: true });
  return undefined;
}
